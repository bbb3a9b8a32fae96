import { toInstant } from '../lib/domain/instant.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { JSON_OPTION, runOperation } from './run.ts';

// `npm run status`: who polls, who is silent, and what waits.

const HELP = `Who polls, who is silent, and what waits for Lightspeed.

  npm run status -- --stage STAGE [--store ID] [--json]

  --stage STAGE          local, dev, staging or prod
  --store ID             this store, in full; otherwise all of them, worst first
  --json                 for a program (docs/commands.md)

A store is silent if Lightspeed polled regularly and has not for three times its usual time, and for ten minutes.
Why one order is not in Lightspeed: npm run explain -- --stage STAGE ORDER

Example: npm run status -- --stage prod --store coolbike
`;

await runOperation({
  name: 'status',
  help: HELP,
  options: { store: { type: 'string' }, ...JSON_OPTION },
  act: async ({ stage, words: [word], values: { store }, tell, signal, now }) => {
    if (word !== undefined)
      throw new UsageError(`"${word}" is one word too many. One store: --store ${word}`);
    const { seeStore, seeStores } = await import('../lib/desk/see-stores.ts');
    const { seenJson, showStore, showStores } = await import('./status/show.ts');
    const at = toInstant(now);
    if (typeof store !== 'string') {
      const seen = await seeStores(at, signal);
      tell({ text: showStores(seen, at), json: { stage: stage.name, at, ...seenJson(seen, at) } });
      return 0;
    }
    const status = await seeStore(store, at);
    if (!status) {
      const all = `npm run stores -- --stage ${stage.name} list`;
      throw new Error(`There is no store ${store} on this stage. All of them: ${all}`);
    }
    const seen = { statuses: [status], unreadable: [], notSeen: 0 };
    tell({ text: showStore(status, at), json: { stage: stage.name, at, ...seenJson(seen, at) } });
    return 0;
  },
});
