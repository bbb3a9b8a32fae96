import { toInstant } from '../lib/domain/instant.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { runOperation } from './run.ts';

// `npm run status`: who polls, who is silent, and what waits.

const HELP = `Who polls, who is silent, and what waits for Lightspeed.

  npm run status -- --stage STAGE [--store ID]

  --stage STAGE          local, dev, staging or prod
  --store ID             this store, in full; otherwise all of them, worst first

A store is silent if Lightspeed polled regularly and has not for three times its usual time, and for ten minutes.
Why one order is not in Lightspeed: npm run explain -- --stage STAGE ORDER
`;

await runOperation({
  name: 'status',
  help: HELP,
  options: { store: { type: 'string' } },
  act: async ({ stage, words: [word], values: { store }, signal, now }) => {
    if (word !== undefined)
      throw new UsageError(`"${word}" is one word too many. One store: --store ${word}`);
    const { seeStore, seeStores } = await import('../lib/desk/see-stores.ts');
    const { showStore, showStores } = await import('./status/show.ts');
    const at = toInstant(now);
    if (typeof store !== 'string') {
      console.log(showStores(await seeStores(at, signal), at));
      return 0;
    }
    const status = await seeStore(store, at);
    if (!status) {
      const all = `npm run stores -- --stage ${stage.name} list`;
      throw new Error(`There is no store ${store} on this stage. All of them: ${all}`);
    }
    console.log(showStore(status, at));
    return 0;
  },
});
