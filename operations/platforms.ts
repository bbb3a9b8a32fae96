import { toInstant } from '../lib/domain/instant.ts';
import { portOnThisMachine } from '../terminal/http/running-server.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { HELP } from './platforms/help.ts';
import { runOperation } from './run.ts';
import { originOn } from './stores/origin.ts';

// `npm run platforms`: dealers' shops on WooCommerce, Shopify and BigCommerce.

await runOperation({
  name: 'platforms',
  help: HELP,
  options: {
    shop: { type: 'string' },
    'webhook-only': { type: 'boolean' },
    since: { type: 'string' },
    prefix: { type: 'string' },
    offer: { type: 'string' },
    'test-orders': { type: 'boolean' },
    'cancel-in-shop': { type: 'boolean' },
    'no-wait': { type: 'boolean' },
    again: { type: 'boolean' },
    'set-aside': { type: 'string' },
  },
  act: async ({ stage, words: [name, ...words], values, signal, now }) => {
    const { commands } = await import('./platforms/commands.ts');
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const all = Object.keys(commands).join(', ');
      throw new UsageError(
        name === undefined ? `Which command? ${all}` : `There is no command "${name}": ${all}`,
      );
    }
    const port = await portOnThisMachine(process.env);
    const originOf = (storeId: string) => originOn(stage, port, storeId);
    console.log(await command(words, { values, now: toInstant(now), originOf, signal }));
    return 0;
  },
});
