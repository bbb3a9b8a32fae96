import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isHelpAsked } from '../../terminal/help.ts';
import { PIECES } from './arbitraries.ts';
import { fuzz } from './coverage-guided.ts';
import { examine } from './examine.ts';

/*
 * Searches for bytes that break the XML reader (see examine.ts), guided by code coverage:
 * `npm run fuzz -- --seconds 600 --seed 7`. Prints the shortest one that it finds and ends with 1.
 */

const HELP = `Looks for bytes that the XML reader cannot cope with, guided by what of its code they reach.

  npm run fuzz -- [options]

  --seconds N    for how long (60)
  --seed N       makes the same choices again

Prints the shortest input that it finds, and ends with 1.

Example: npm run fuzz -- --seconds 600 --seed 7`;

if (isHelpAsked(HELP)) process.exit(0);
const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const corpus = new URL('../fixtures/hostile/', import.meta.url);
const seeds = ['read', 'malformed'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, corpus)).map((name) =>
    readFileSync(new URL(`${folder}/${name}`, corpus)),
  ),
);

const { runs, kept, features, finding } = fuzz({
  target: examine,
  seeds: seeds.map((bytes) => bytes.subarray(0, 2000)),
  dictionary: PIECES,
  covers: (url) => /\/lib\/(lightspeed|domain)\/|\/@rgrove\/parse-xml\//.test(url),
  seconds,
  seed,
  maxBytes: 4000,
});
process.stdout.write(`${runs} inputs, ${kept} kept, ${features} features, seed ${seed}\n`);
if (finding) {
  const file = join(tmpdir(), `fuzz-${seed}.bin`);
  writeFileSync(file, finding.input);
  process.stdout.write(
    `${JSON.stringify(Buffer.from(finding.input).toString('latin1'))}\n${String(finding.error)}\n${file}\n`,
  );
  process.exitCode = 1;
}
