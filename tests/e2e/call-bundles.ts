import { createRequire } from 'node:module';
import { json } from 'node:stream/consumers';
import { type CallableHandler, call, type HttpAnswer, type HttpCall } from '../support/call.ts';

// Calls deployed functions in their own process: standard input is a list of files and calls, standard output the
// answers.

const require = createRequire(import.meta.url);
const calls = (await json(process.stdin)) as (HttpCall & { file: string })[];
const answers: HttpAnswer[] = [];
for (const { file, ...httpCall } of calls) {
  const { handler }: { handler: CallableHandler } = require(file);
  // The scheduled one answers nothing.
  answers.push(await call(async (...args) => (await handler(...args)) ?? {}, httpCall));
}
process.stdout.write(JSON.stringify(answers));
// The connections that the functions keep open would keep this process alive.
process.exit();
