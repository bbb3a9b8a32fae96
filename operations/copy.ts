import { UsageError } from '../terminal/usage-error.ts';
import { type Given, runOperation } from './run.ts';
import { STORE_TABLES } from './store-tables.ts';

// `npm run tables:copy`: after a restore, and when a table gets another name (docs/operations.md, docs/deploy.md).

const HELP = `Copies items from another table, such as a restored one, into a stage's own.

  npm run tables:copy -- --stage STAGE --table Orders --from TABLE [--store STORE [ID…]]

  --table NAME      ${STORE_TABLES.map(({ name }) => name).join(', ')}
  --from TABLE      the table to copy from, in the same account and region, with the same keys
  --store STORE     only this store's items; ID…: only these of them, such as order ids
  --replace         also what the stage's table has already. Without it, what is there stays as it is

Example: npm run tables:copy -- --stage prod --table Orders --from restored-orders --store coolbike 100234

It may be interrupted and repeated. Think before an order is copied that Lightspeed has had since: docs/operations.md.
`;

await runOperation({
  name: 'tables:copy',
  help: HELP,
  options: {
    table: { type: 'string' },
    from: { type: 'string' },
    store: { type: 'string' },
    replace: { type: 'boolean' },
  },
  act,
});

async function act({ words, values, signal }: Given): Promise<number> {
  const table = STORE_TABLES.find(({ name }) => name === values['table']);
  if (!table)
    throw new UsageError(`Which table? --table ${STORE_TABLES.map(({ name }) => name).join(' | ')}`);
  const { from, store } = values;
  if (typeof from !== 'string')
    throw new UsageError('From which table? --from lightspeed-web-orders-prod-orders-restored');
  if (words.length > 0 && typeof store !== 'string')
    throw new UsageError('Whose items are these? --store coolbike');
  const { settings } = await import('../lib/current-settings.ts');
  if (settings[table.setting] === from) throw new UsageError(`${from} is the stage's own table.`);
  const { copyItems } = await import('./copy-items.ts');
  const { copied, kept } = await copyItems(table, {
    from,
    storeId: typeof store === 'string' ? store : undefined,
    keys: words.length > 0 ? words : undefined,
    replace: values['replace'] === true,
    signal,
  });
  const rest = kept > 0 ? `; ${kept} were there already and stay as they are` : '';
  console.log(`${copied} copied into ${String(settings[table.setting])}${rest}.`);
  return copied + kept === 0 ? 1 : 0;
}
