import type { Assumptions } from './assumptions.ts';
import { limitsOf, yearsUntilStoreIsFull } from './limits.ts';
import { attackCostPerDay, costOf, type Load, loadOf, slowHashMilliseconds, totalOf } from './model.ts';
import { operationsOf } from './operations.ts';

/** The tables of docs/scale.md, by their names there, as Markdown. */
export function tablesOf(dealers: number[], assumed: Assumptions): Map<string, string> {
  const loads = dealers.map((many) => loadOf(many, assumed));
  return new Map([
    ['operations', operationsTable(assumed)],
    ['load', loadTable(loads)],
    ['cost', costTable(loads, assumed)],
    ['choices', choicesTable(dealers, assumed)],
    ['limits', limitsTable(loads, assumed)],
    ['single figures', figuresTable(assumed)],
  ]);
}

function operationsTable(assumed: Assumptions): string {
  const rows = operationsOf(assumed).map(({ name, perDay, calls, readUnits, writeUnits, milliseconds }) => [
    name,
    figure(perDay),
    `${readUnits}`,
    `${writeUnits}`,
    `${milliseconds}`,
    calls,
  ]);
  return markdown(['A call', 'a day', 'RRU', 'WRU', 'ms', 'besides the door, which reads 2 items'], rows);
}

function loadTable(loads: Load[]): string {
  const row = (name: string, of: (load: Load) => number) => [name, ...loads.map((load) => figure(of(load)))];
  return markdown(sizes('A month', loads), [
    row('requests, million', ({ requests }) => requests / 1e6),
    row('requests/s, mean', ({ requestsPerSecond }) => requestsPerSecond),
    row('requests/s, highest, clocks independent', ({ peakPerSecond }) => peakPerSecond),
    row('requests/s, all polls in one second', ({ dealers }) => dealers),
    row('DynamoDB reads, million RRU', ({ readUnits }) => readUnits / 1e6),
    row('DynamoDB writes, million WRU', ({ writeUnits }) => writeUnits / 1e6),
    row('Lambda, thousand GB-s', ({ gbSeconds }) => gbSeconds / 1000),
    row('of those, hashing chosen passwords again', ({ hashGbSeconds }) => hashGbSeconds / 1000),
    row('a call takes on average, ms', ({ meanMilliseconds }) => meanMilliseconds),
    row('one look at all stores takes, s', ({ watchSeconds }) => watchSeconds),
    row('logs, GB', ({ logGb }) => logGb),
    row('custom metrics', ({ metrics }) => metrics),
    row('orders after a year, GB', ({ storedGb }) => storedGb),
  ]);
}

function costTable(loads: Load[], assumed: Assumptions): string {
  const costs = loads.map((load) => costOf(load, assumed));
  const names = Object.keys(costs[0] ?? {}) as (keyof (typeof costs)[number])[];
  return markdown(sizes('USD a month', loads), [
    ...names.map((name) => [name, ...costs.map((cost) => money(cost[name]))]),
    ['**all**', ...costs.map((cost) => `**${money(totalOf(cost))}**`)],
    ['a dealer', ...loads.map((load) => money(totalOf(costOf(load, assumed)) / load.dealers))],
  ]);
}

/** The bill with one changed assumption. */
function choicesTable(dealers: number[], assumed: Assumptions): string {
  const totals = { metricsByStore: 0 };
  const choices: [string, Partial<Assumptions>][] = [
    ['as assumed', {}],
    ['metrics of all stores together only (`totals`)', totals],
    ['`totals`, and every dealer chooses the password', { ...totals, chosenPasswords: 1 }],
    ['`totals`, and none does', { ...totals, chosenPasswords: 0 }],
    ['`totals`, and polls every minute', { ...totals, pollIntervalSeconds: 60 }],
    [
      '`totals`, and an order always waits refused at nine dealers of ten',
      { ...totals, refusedWaiting: 0.9 },
    ],
  ];
  const rows = choices.map(([name, other]) => {
    const all = { ...assumed, ...other };
    return [name, ...dealers.map((many) => money(totalOf(costOf(loadOf(many, all), all))))];
  });
  return markdown(['USD a month', ...dealers.map(dealersInWords)], rows);
}

function limitsTable(loads: Load[], assumed: Assumptions): string {
  const ofEach = loads.map((load) => limitsOf(load, assumed));
  const rows = (ofEach[0] ?? []).map(({ name, unit, usual, atOnce }, at) => [
    name,
    usual.allowed === atOnce.allowed
      ? `${figure(usual.allowed)} ${unit}`
      : `${figure(usual.allowed)} ${unit}, at once ${figure(atOnce.allowed)}`,
    ...ofEach.map((limits) => {
      const limit = limits[at];
      return limit ? `${shareOf(limit.usual)} · ${shareOf(limit.atOnce)}` : '';
    }),
  ]);
  return markdown(['Limit', 'allows', ...loads.map(({ dealers }) => dealersInWords(dealers))], rows);
}

function figuresTable(assumed: Assumptions): string {
  return markdown(
    ['Figure', 'Value'],
    [
      [
        'checking a chosen password that a function does not remember, ms',
        figure(slowHashMilliseconds(assumed)),
      ],
      ['years until one store fills its 10 GB', figure(yearsUntilStoreIsFull(assumed))],
      ['polls of 30 orders a second that one store can take', figure(assumed.storeWriteUnits / 120)],
      ['USD a day for wrong passwords as fast as the stage lets in', money(attackCostPerDay(assumed))],
    ],
  );
}

function sizes(first: string, loads: Load[]): string[] {
  return [first, ...loads.map(({ dealers }) => dealersInWords(dealers))];
}

function dealersInWords(dealers: number): string {
  return `${figure(dealers)} dealer${dealers === 1 ? '' : 's'}`;
}

/** Two significant digits, or whole from a hundred on. */
export function figure(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(2));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

export function money(value: number): string {
  return value >= 100 ? figure(value) : value.toFixed(2);
}

/** The share of a limit that is needed; in bold, and as a multiple, where the limit is met. */
export function shareOf({ needed, allowed }: { needed: number; allowed: number }): string {
  const share = needed / allowed;
  if (share > 1) return `**${figure(share)} ×**`;
  return share < 0.01 ? '<1%' : `${figure(share * 100)}%`;
}

function markdown(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The document with the new tables. Throws if it has no place for one of them. */
export function withTables(document: string, tables: Map<string, string>): string {
  let written = document;
  for (const [name, text] of tables) {
    const [begin, end] = [`<!-- scale: ${name} -->\n`, '\n<!-- end -->'];
    const from = written.indexOf(begin);
    const to = written.indexOf(end, from);
    if (from === -1 || to === -1) throw new Error(`docs/scale.md has no place for the table "${name}".`);
    written = written.slice(0, from + begin.length) + text + written.slice(to);
  }
  return written;
}
