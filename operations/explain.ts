import { toInstant } from '../lib/domain/instant.ts';
import { isOrderId } from '../lib/domain/order.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { runOperation } from './run.ts';

// `npm run explain`: why is order 1234 not in Lightspeed?

const HELP = `Why is order 1234 not in Lightspeed? Its story, the answer, and the one thing to do.

  npm run explain -- --stage STAGE [--store ID] ORDER

  --stage STAGE          local, dev, staging or prod
  --store ID             the store that it was placed in; otherwise it is looked for in all of them

docs/support.md explains the answers.
`;

await runOperation({
  name: 'explain',
  help: HELP,
  options: { store: { type: 'string' } },
  act: async ({ stage, words: [orderId, ...more], values: { store }, now }) => {
    if (orderId === undefined || more.length > 0)
      throw new UsageError('Which order? Name one, by the number that the webstore gave it.');
    if (!isOrderId(orderId))
      throw new UsageError(`"${orderId}" is the number of no order: 1 to 64 characters of A-Z a-z 0-9 . _ -`);
    const { explainOrder } = await import('../lib/desk/explain/explain-order.ts');
    const storeId = typeof store === 'string' ? store : undefined;
    console.log(await explainOrder({ stage: stage.name, orderId, storeId, now: toInstant(now) }));
    return 0;
  },
});
