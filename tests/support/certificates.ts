import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  cert: string;
  key: string;
}

interface Wanted {
  /** As in `DNS:localhost,IP:127.0.0.1`. */
  names: string;
  days: number;
  /** Who signs it; absent: itself. */
  by?: Certificate;
}

/** Why no certificate can be made here; `undefined` if it can. */
export function whyNoOpenssl(): string | undefined {
  return spawnSync('openssl', ['version']).status === 0 ? undefined : 'There is no openssl.';
}

/** A certificate of a minute's work, by the machine's openssl. One of a negative number of days has expired. */
export function makeCertificate({ names, days, by }: Wanted): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  try {
    const curve = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      'key.pem',
    ];
    run('req', '-new', ...curve, '-out', 'request.pem', '-subj', '/CN=test');
    writeFileSync(
      join(folder, 'names.txt'),
      `subjectAltName=${names}\nbasicConstraints=${by ? 'CA:FALSE' : 'CA:TRUE'}\n`,
    );
    if (by) writeFileSync(join(folder, 'by.pem'), `${by.cert}\n${by.key}`);
    const signed = by ? ['-CA', 'by.pem', '-CAkey', 'by.pem', '-CAcreateserial'] : ['-signkey', 'key.pem'];
    run(
      'x509',
      '-req',
      '-in',
      'request.pem',
      ...signed,
      '-days',
      String(days),
      '-extfile',
      'names.txt',
      '-out',
      'cert.pem',
    );
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name), 'utf8'));
    return { cert: cert ?? '', key: key ?? '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
