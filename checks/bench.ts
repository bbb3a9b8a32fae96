/**
 * `npm run bench`: how long the packaged functions of prod take, beside the AWS SDK alone that makes the same calls of the
 * database. docs/performance.md has its figures. It asserts nothing.
 */
import { parseArgs } from 'node:util';
import { wholeNumber } from '../terminal/arguments.ts';
import { runCommand } from '../terminal/run-command.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type Bench, openBench } from './bench/bench.ts';
import { type Measured, parts } from './bench/parts.ts';
import { record, type Recording } from './bench/recordings.ts';

const HELP = `npm run bench -- [--only PART,PART …] [--json]

${Object.entries(parts)
  .map(([name, { about, always }]) => `  ${name.padEnd(9)} ${about}${always ? '' : ' (only when named)'}`)
  .join('\n')}

  --rounds 3     new processes, for what is measured warm; starts of npm start
  --calls 60     calls in each of them
  --starts 20    new processes, for what is measured cold
  --orders 1000,100000   the sizes of a store, for its growth
  --times 40     calls of each kind at each size
  --stores 1000  stores that poll at once
  --seconds 60   for how long
  --processes 8  how many functions they call
  --database embedded | dynamodb-local   both, where this machine can run both`;

await runCommand('npm run bench -- --help', async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      calls: { type: 'string', default: '60' },
      starts: { type: 'string', default: '20' },
      orders: { type: 'string', default: '1000,100000' },
      times: { type: 'string', default: '40' },
      stores: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '60' },
      processes: { type: 'string', default: '8' },
      database: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const options = {
    rounds: wholeNumber('--rounds', values.rounds, 1),
    calls: wholeNumber('--calls', values.calls, 1),
    starts: wholeNumber('--starts', values.starts, 1),
    orders: values.orders.split(',').map((text) => wholeNumber('--orders', text, 1000)),
    times: wholeNumber('--times', values.times, 1),
    stores: wholeNumber('--stores', values.stores, 1),
    seconds: wholeNumber('--seconds', values.seconds, 1),
    processes: wholeNumber('--processes', values.processes, 1),
    database: values.database,
  };
  let bench: Promise<Bench> | undefined;
  let recordings: Promise<Recording[]> | undefined;
  const opened = () => (bench ??= openBench());
  const context = {
    bench: opened,
    recordings: () => (recordings ??= opened().then(record)),
    options,
    say: (text: string) => console.error(text),
  };
  const measured: Record<string, Measured> = {};
  try {
    for (const name of named(values.only)) {
      const done = await parts[name]?.measure(context);
      if (done) measured[name] = done;
      if (done && !values.json) console.log(`${done.text}\n`);
    }
  } finally {
    (await bench)?.close();
  }
  if (values.json) console.log(JSON.stringify(figuresOf(measured), null, 2));
  return 0;
});

/** The parts that `--only` names, or else those that are always measured. */
function named(only: string | undefined): string[] {
  if (only === undefined) return Object.keys(parts).filter((name) => parts[name]?.always);
  const names = only.split(',');
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new UsageError(`There is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  return names;
}

function figuresOf(measured: Record<string, Measured>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(measured).map(([name, { figures }]) => [name, figures]));
}
