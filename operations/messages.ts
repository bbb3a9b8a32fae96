import { toInstant } from '../lib/domain/instant.ts';
import { pause } from '../terminal/pause.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type Given, JSON_OPTION, runOperation } from './run.ts';

// `npm run messages`: a webstore's messages, delivered and undelivered, and sending them again.

const HELP = `What a webstore was told of its orders, and what did not reach it.

  npm run messages -- --stage STAGE --store STORE [ORDER] [option]

  (no option)        the newest hundred messages; of one order, if one is named, with every attempt
  --failed           those that were given up
  --follow           messages as they are told; Ctrl-C ends it
  --resend ORDER     tells what is pending or has failed of an order again, now
  --all-failed       tells everything that was given up again
  --json             for a program (docs/commands.md)

How the webstore listens, and where: npm run stores -- --stage STAGE webhook STORE

Example: npm run messages -- --stage prod --store coolbike --failed
`;

const FOLLOW_EVERY_MS = 2000;

await runOperation({
  name: 'messages',
  help: HELP,
  options: {
    store: { type: 'string' },
    failed: { type: 'boolean' },
    follow: { type: 'boolean' },
    resend: { type: 'string' },
    'all-failed': { type: 'boolean' },
    ...JSON_OPTION,
  },
  act,
});

async function act(given: Given): Promise<number> {
  const { values, words, tell, now } = given;
  const [orderId, ...more] = words;
  if (more.length > 0) throw new UsageError('One order at a time.');
  if (typeof values['store'] !== 'string') throw new UsageError('Which store? --store coolbike');
  const { existingStore } = await import('./existing-store.ts');
  const store = await existingStore(values['store']);
  const { listMessages, resendAllFailed, resendMessages } = await import('../lib/desk/messages.ts');
  const { resentText, shownMessages, shownWithAttempts } = await import('./messages/show.ts');
  if (typeof values['resend'] === 'string') {
    const resent = await resendMessages(store, values['resend'], toInstant(now));
    tell({ text: resentText(resent), json: { resent } });
    return 0;
  }
  if (values['all-failed'] === true) {
    const resent = await resendAllFailed(store.id, toInstant(now));
    tell({ text: resentText(resent), json: { resent } });
    return 0;
  }
  if (values['follow'] === true) return follow(store.id, given);
  const messages = await listMessages(store.id, {
    ...(orderId !== undefined && { orderId }),
    failedOnly: values['failed'] === true,
  });
  tell((orderId === undefined ? shownMessages : shownWithAttempts)(store, messages));
  return 0;
}

/** Each message whenever its state changes. */
async function follow(storeId: string, { signal, tell, values }: Given): Promise<number> {
  const { listMessages } = await import('../lib/desk/messages.ts');
  const { messageLine } = await import('./messages/show.ts');
  const isJson = values['json'] === true;
  const seen = new Map(
    (await listMessages(storeId, {})).map(({ id, ...rest }) => [id, JSON.stringify(rest)]),
  );
  while (!signal.aborted) {
    for (const message of (await listMessages(storeId, {})).toReversed()) {
      const { id, ...rest } = message;
      if (seen.get(id) === JSON.stringify(rest)) continue;
      seen.set(id, JSON.stringify(rest));
      if (isJson) console.log(JSON.stringify(message));
      else tell(messageLine(message));
    }
    await pause(FOLLOW_EVERY_MS, signal);
  }
  return 0;
}
