import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { type CallableHandler, call, type HttpAnswer, type HttpCall } from '../../tests/support/call.ts';

/** The console in this process, by the clock of this process. */
export interface ConsoleHere {
  call: (httpCall: HttpCall) => Promise<HttpAnswer>;
  /** The cookie of a session of somebody, by email, that begins now. */
  cookieOf: (who: string) => Promise<string>;
  /** Sends the form of a page, as somebody's browser would. */
  post: (path: string, fields: Record<string, string>, who: string) => Promise<void>;
}

/** Where nothing else is built. */
const folder = resolve(`.esbuild/demo-${process.pid}`);

/** Builds and loads the console's functions. The database and the settings must be open. */
export async function openConsole(origin: string): Promise<ConsoleHere> {
  Object.assign(process.env, {
    CONSOLE_ORIGIN: origin,
    CONSOLE_ISSUER: 'http://127.0.0.1',
    CONSOLE_CLIENT_ID: 'console',
  });
  const [page, webstore] = (await built(['page', 'webstore'])) as [CallableHandler, CallableHandler];
  const { sessionCookie } = await import('../../lib/console/session.ts');
  const host = new URL(origin).host;
  const callHere: ConsoleHere['call'] = ({ headers, ...httpCall }) =>
    // As serverless.yml routes it.
    call(/^\/console\/stores\/[^/]+\/webstore\b/.test(httpCall.path) ? webstore : page, {
      ...httpCall,
      headers: { ...headers, host },
    });
  const cookieOf = async (who: string): Promise<string> =>
    (await sessionCookie(who, new Date().toISOString())).split(';')[0] ?? '';
  const post: ConsoleHere['post'] = async (path, fields, who) => {
    const cookie = await cookieOf(who);
    const page = await callHere({ method: 'GET', path, headers: { cookie } });
    const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const body = Buffer.from(new URLSearchParams({ token, ...fields }).toString());
    const answer = await callHere({ method: 'POST', path, headers: { origin, cookie }, body });
    // 200: a page that shows a secret once.
    if (![200, 303].includes(answer.status))
      throw new Error(`The form of ${path} was answered ${answer.status}.`);
  };
  return { call: callHere, cookieOf, post };
}

/** As `npm start` builds them: our own code only. */
async function built(names: string[]): Promise<CallableHandler[]> {
  await build({
    entryPoints: names.map((name) => `functions/console/${name}.ts`),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'text', '.browser': 'text' },
  });
  try {
    const files = names.map((name) => pathToFileURL(`${folder}/${name}.mjs`).href);
    const modules = await Promise.all(
      files.map((file) => import(file) as Promise<{ handler: CallableHandler }>),
    );
    return modules.map(({ handler }) => handler);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
