import { toInstant } from '../lib/domain/instant.ts';
import { isOrderId } from '../lib/domain/order.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { JSON_OPTION, runOperation } from './run.ts';

// `npm run explain`: why is order 1234 not in Lightspeed?

const HELP = `Why is order 1234 not in Lightspeed? Its story, the answer, and the one thing to do.

  npm run explain -- --stage STAGE [--store ID] [--json] ORDER

  --stage STAGE          local, dev, staging or prod
  --store ID             the store that it was placed in; otherwise it is looked for in all of them
  --json                 for a program (docs/commands.md)

docs/support.md explains the answers.

Example: npm run explain -- --stage prod --store coolbike 100234
`;

await runOperation({
  name: 'explain',
  help: HELP,
  options: { store: { type: 'string' }, ...JSON_OPTION },
  act: async ({ stage, words: [orderId, ...more], values: { store }, tell, now }) => {
    if (orderId === undefined || more.length > 0)
      throw new UsageError('Which order? Name one, by the number that the webstore gave it.');
    if (!isOrderId(orderId))
      throw new UsageError(`"${orderId}" is not an order number: 1 to 64 characters of A-Z a-z 0-9 . _ -`);
    const { explainOrder } = await import('../lib/desk/explain/explain-order.ts');
    const storeId = typeof store === 'string' ? store : undefined;
    const at = toInstant(now);
    const { text, explanations } = await explainOrder({ stage: stage.name, orderId, storeId, now: at });
    tell({ text, json: { stage: stage.name, orderId, at, answers: explanations } });
    return 0;
  },
});
