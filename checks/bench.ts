/**
 * `npm run bench`: how long the packaged functions of prod take, compared with the AWS SDK alone making the same calls
 * to the database. `--write` puts the figures into docs/performance.md. It asserts nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../terminal/arguments.ts';
import { runCommand } from '../terminal/run-command.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type Bench, openBench } from './bench/bench.ts';
import { machine, markdown, withPart } from './bench/page.ts';
import { type Context, type Measured, type Options, parts } from './bench/parts.ts';
import { record, type Recording } from './bench/recordings.ts';

const HELP = `npm run bench -- [--only PART,PART …] [--json] [--write]

${Object.entries(parts)
  .map(([name, { about, always }]) => `  ${name.padEnd(9)} ${about}${always ? '' : ' (only when named)'}`)
  .join('\n')}

  --rounds 3        new processes, for what is measured warm; starts of npm start
  --calls 60        calls in each of them
  --starts 20       new processes, for what is measured cold
  --orders 1000,100000   the sizes of a store, for its growth
  --times 40        calls of each kind at each size
  --stores 1000     stores that poll at once
  --seconds 60      for how long
  --processes 8     how many functions they call
  --messages 10000  due at once, to --webstores 100, of which --deaf 10 answer nothing
  --database embedded | dynamodb-local   both, where this machine can run both
  --write           puts the tables into docs/performance.md

Example: npm run bench -- --only warm --rounds 5`;

await runCommand('npm run bench -- --help', async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      calls: { type: 'string', default: '60' },
      starts: { type: 'string', default: '20' },
      orders: { type: 'string', default: '1000,100000' },
      times: { type: 'string', default: '40' },
      stores: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '60' },
      processes: { type: 'string', default: '8' },
      messages: { type: 'string', default: '10000' },
      webstores: { type: 'string', default: '100' },
      deaf: { type: 'string', default: '10' },
      database: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const options: Options = {
    rounds: wholeNumber('--rounds', values.rounds, 1),
    calls: wholeNumber('--calls', values.calls, 1),
    starts: wholeNumber('--starts', values.starts, 1),
    orders: values.orders.split(',').map((text) => wholeNumber('--orders', text, 1000)),
    times: wholeNumber('--times', values.times, 1),
    stores: wholeNumber('--stores', values.stores, 1),
    seconds: wholeNumber('--seconds', values.seconds, 1),
    processes: wholeNumber('--processes', values.processes, 1),
    messages: wholeNumber('--messages', values.messages, 1),
    webstores: wholeNumber('--webstores', values.webstores, 1),
    deaf: wholeNumber('--deaf', values.deaf, 0),
    database: values.database,
  };
  const figures: Record<string, unknown> = {};
  await measureAll(named(values.only), options, (name, measured) => {
    figures[name] = measured.figures;
    if (!values.json) console.log(`${measured.tables.map(drawn).join('\n\n')}\n`);
    if (values.write) write(name, measured);
  });
  if (values.json) console.log(JSON.stringify(figures, null, 2));
  return 0;
});

/** The parts in `--only`, or else those that are always measured. */
function named(only: string | undefined): string[] {
  if (only === undefined) return Object.keys(parts).filter((name) => parts[name]?.always);
  const names = only.split(',');
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new UsageError(`There is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  return names;
}

async function measureAll(
  names: string[],
  options: Options,
  told: (name: string, measured: Measured) => void,
): Promise<void> {
  let bench: Promise<Bench> | undefined;
  let recordings: Promise<Recording[]> | undefined;
  const opened = () => (bench ??= openBench());
  const context: Context = {
    bench: opened,
    recordings: () => (recordings ??= opened().then(record)),
    options,
    say: (text) => console.error(text),
  };
  try {
    for (const name of names) {
      const measured = await parts[name]?.measure(context);
      if (measured) told(name, measured);
    }
  } finally {
    (await bench)?.close();
  }
}

function drawn({ head, rows, spare = [] }: Measured['tables'][number]): string {
  // A pipe or a file has no width.
  const screen = process.stdout.isTTY ? {} : { screen: { width: Number.POSITIVE_INFINITY, isPlain: true } };
  return table(head, rows, { spare, ...screen });
}

function write(name: string, { tables }: Measured): void {
  const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
  const text = [...tables.map(markdown), machine(new Date())].join('\n\n');
  writeFileSync(page, withPart(readFileSync(page, 'utf8'), name, text));
}
