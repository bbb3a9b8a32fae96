import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { UsageError } from '../../../terminal/usage-error.ts';
import { seededRandom } from '../../seeded-random.ts';
import { answer, chooseAnswer } from './answer.ts';
import { checkedSecret, type ListenArguments } from './arguments.ts';
import type { Delivery } from './delivery.ts';
import { Journal } from './journal.ts';
import { heading, jsonLine, messageLine, summary } from './lines.ts';
import { receive } from './server.ts';
import { typedLines } from './typed-secrets.ts';

/** Listens until Ctrl-C. Returns the exit code. */
export async function listen(options: ListenArguments, signal: AbortSignal): Promise<number> {
  const journal = new Journal();
  const secrets = [...options.secrets];
  const say = options.json ? console.error : console.log;
  const receiver = await receive(options.port, hearing(options, { journal, secrets }));
  say(introduction(receiver.url, secrets.length > 0));
  if (!options.json) console.log(heading());
  const input = typedLines(process.stdin, (line) => say(takeSecret(line, secrets)));
  if (!signal.aborted) await once(signal, 'abort');
  input.close();
  await receiver.close();
  const total = journal.total();
  if (options.json) console.log(JSON.stringify({ summary: total }));
  else console.log(`\n${summary(total)}`);
  return total.notVerified === 0 && total.faults.length === 0 ? 0 : 1;
}

function hearing(
  { misbehavior, json }: ListenArguments,
  { journal, secrets }: { journal: Journal; secrets: string[] },
): (delivery: Delivery, response: ServerResponse) => Promise<void> {
  const random = seededRandom(misbehavior.seed);
  return async (delivery, response) => {
    const heard = journal.hear(delivery, secrets);
    // What is not verified is not for us: a webstore must not act on it.
    const chosen = heard.whyNot === undefined ? chooseAnswer(misbehavior, heard.times, random.fraction) : 401;
    console.log((json ? jsonLine : messageLine)(heard, String(chosen)));
    const isSuccess = chosen === 'slow' || (typeof chosen === 'number' && chosen < 300);
    if (isSuccess) journal.taken(heard.webhookId);
    await answer(response, chosen, misbehavior);
  };
}

function introduction(url: string, hasSecret: boolean): string {
  const register = `  npm run stores -- --stage local webhook local --url ${url}`;
  return [
    `A webstore listens at ${url}`,
    ...(hasSecret
      ? []
      : [
          '',
          'To be told by `npm start`, type this in another terminal, and paste the secret that it shows here:',
          '',
        ]),
    ...(hasSecret ? ['To be told by `npm start`:'] : []),
    register,
    '',
  ].join('\n');
}

/** Both secrets are valid while one takes the other's place. */
function takeSecret(line: string, secrets: string[]): string {
  try {
    secrets.unshift(checkedSecret(line));
    return 'The secret is taken.';
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
