import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import {
  baseUrl,
  duration,
  orderAndReason,
  share,
  skuAndQuantity,
  wholeNumber,
} from '../../terminal/arguments.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Settings } from './client.ts';
import { COMMAND_HELP, HELP } from './help.ts';
import type { Acknowledgement, Shipment } from './requests.ts';
import type { RunOptions } from './run.ts';

export type Command =
  | { command: 'help'; text: string }
  | { command: 'test'; settings: Settings }
  | { command: 'poll'; settings: Settings; isJson: boolean }
  /** Without any order: everything that is offered, but for the refused. */
  | { command: 'acknowledge'; settings: Settings; orderIds: string[]; refused: Acknowledgement[] }
  | { command: 'ship'; settings: Settings; orderId: string; shipment: Shipment }
  | { command: 'cancel'; settings: Settings; orderId: string; reason: string | undefined }
  | { command: 'run'; settings: Settings; options: RunOptions };

const CONNECTION = {
  url: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  'machine-address': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Context = { args: string[]; env: NodeJS.ProcessEnv };

/** @throws UsageError, or `parseArgs`' own error, with a sentence for the user */
export function readCommand([name, ...args]: string[], env: NodeJS.ProcessEnv): Command {
  if (name === undefined)
    throw new UsageError('Which command? test, poll, acknowledge, ship, cancel or run.');
  if (name === 'help' || name === '--help' || name === '-h') return { command: 'help', text: HELP };
  if (!isCommand(name)) throw new UsageError(`There is no command "${name}".`);
  if (args.includes('--help') || args.includes('-h')) return { command: 'help', text: COMMAND_HELP[name] };
  return READERS[name]({ args, env });
}

const READERS: Record<keyof typeof COMMAND_HELP, (context: Context) => Command> = {
  test: (context) => ({ command: 'test', settings: readOptions(context, {}).settings }),
  poll: readPoll,
  acknowledge: readAcknowledge,
  ship: readShip,
  cancel: readCancel,
  run: readRun,
};

function isCommand(name: string): name is keyof typeof READERS {
  return Object.hasOwn(READERS, name);
}

function readPoll(context: Context): Command {
  const { settings, values } = readOptions(context, { options: { json: { type: 'boolean' } } });
  return { command: 'poll', settings, isJson: values.json === true };
}

function readAcknowledge(context: Context): Command {
  const { settings, values, positionals } = readOptions(context, {
    options: { refuse: { type: 'string', multiple: true, default: [] as string[] } },
    allowPositionals: true,
  });
  const refusals = values.refuse.map((text) => orderAndReason('--refuse', text));
  const refused = [...Map.groupBy(refusals, ({ orderId }) => orderId)].map(([orderId, reasons]) => ({
    orderId,
    errors: reasons.map(({ reason }) => ({ message: reason })),
  }));
  return { command: 'acknowledge', settings, orderIds: [...new Set(positionals)], refused };
}

function readShip(context: Context): Command {
  const { settings, values, positionals } = readOptions(context, {
    options: {
      tracking: { type: 'string', multiple: true, default: [] as string[] },
      carrier: { type: 'string' },
      service: { type: 'string' },
      date: { type: 'string' },
      item: { type: 'string', multiple: true, default: [] as string[] },
    },
    allowPositionals: true,
  });
  const { tracking, item, carrier, service, date } = values;
  if (tracking.length === 0)
    throw new UsageError('A shipment needs a tracking number: --tracking 1Z999AA10123456784');
  const items = item.map((text) => skuAndQuantity('--item', text));
  const shipment = { trackingNumbers: tracking, carrier, service, date, items };
  return { command: 'ship', settings, orderId: theOnly(positionals, 'ship'), shipment };
}

function readCancel(context: Context): Command {
  const { settings, values, positionals } = readOptions(context, {
    options: { reason: { type: 'string' } },
    allowPositionals: true,
  });
  return { command: 'cancel', settings, orderId: theOnly(positionals, 'cancel'), reason: values.reason };
}

function readRun(context: Context): Command {
  const { settings, values } = readOptions(context, {
    options: {
      interval: { type: 'string', default: '5s' },
      rounds: { type: 'string' },
      ship: { type: 'string', default: '0.5' },
      refuse: { type: 'string', default: '0.1' },
      cancel: { type: 'string', default: '0.05' },
      lose: { type: 'string', default: '0.1' },
      seed: { type: 'string' },
    },
  });
  const options: RunOptions = {
    intervalMs: duration('--interval', values.interval),
    rounds:
      values.rounds === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--rounds', values.rounds, 1),
    seed: values.seed === undefined ? undefined : wholeNumber('--seed', values.seed, 0),
    shares: {
      ship: share('--ship', values.ship),
      refuse: share('--refuse', values.refuse),
      cancel: share('--cancel', values.cancel),
      lose: share('--lose', values.lose),
    },
  };
  return { command: 'run', settings, options };
}

function readOptions<T extends ParseArgsOptionsConfig>(
  { args, env }: Context,
  { options, allowPositionals = false }: { options?: T; allowPositionals?: boolean },
) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals,
    options: { ...CONNECTION, ...(options as T) },
  });
  const connection = values as { [option in keyof typeof CONNECTION]?: string };
  const settings: Settings = {
    url: baseUrl(connection.url ?? env['LIGHTSPEED_URL'] ?? 'http://localhost:3000/LightSpeed'),
    user: connection.user ?? env['LIGHTSPEED_USER'] ?? 'lightspeed',
    password: connection.password ?? env['LIGHTSPEED_PASSWORD'] ?? 'local-password',
    machineAddress: connection['machine-address'],
  };
  return { settings, values, positionals };
}

function theOnly(positionals: string[], command: string): string {
  const [orderId] = positionals;
  if (orderId === undefined || positionals.length > 1) {
    throw new UsageError(`"${command}" takes one order's id, for example: ${command} 100234`);
  }
  return orderId;
}
