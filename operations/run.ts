import { parseArgs, type ParseArgsConfig } from 'node:util';
import { runCommand } from '../terminal/run-command.ts';
import { tell, type Told } from '../terminal/tell.ts';
import { openStage, type Stage } from './stage.ts';
import { whyNoDatabase } from './why-no-database.ts';

interface Operation {
  /** Its name in package.json, as in `stores`. */
  name: string;
  help: string;
  /** Its options besides `--stage` and `--help`. With `JSON_OPTION` among them it takes `--json`. */
  options: NonNullable<ParseArgsConfig['options']>;
  act: (given: Given) => Promise<number>;
}

export interface Given {
  stage: Stage;
  /** The arguments without the options. */
  words: string[];
  values: Record<string, string | boolean | undefined>;
  /** Prints the result: text or, with `--json`, JSON. Once, and nothing else goes to standard output. */
  tell: (told: Told | string) => void;
  signal: AbortSignal;
  now: Date;
}

/** For the options of a command with JSON output (docs/commands.md). */
export const JSON_OPTION = { json: { type: 'boolean' } } as const;

/** Runs an operator's command on its stage, and always closes the stage. */
export async function runOperation({ name, help, options, act }: Operation): Promise<void> {
  await runCommand(`npm run ${name} -- --help`, async (signal) => {
    const all = { ...options, stage: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ options: all, allowPositionals: true });
    if (values['help'] === true) {
      console.log(help);
      return 0;
    }
    const stage = await openStage(values['stage'] === undefined ? undefined : String(values['stage']));
    try {
      const given = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          typeof value === 'boolean' ? value : String(value),
        ]),
      );
      const isJson = given['json'] === true;
      return await act({
        stage,
        words: positionals,
        values: given,
        tell: (told) => tell(told, isJson),
        signal,
        now: new Date(),
      });
    } catch (error) {
      throw await inWords(error, stage);
    } finally {
      await stage.close();
    }
  });
}

/** The database's error is for the person who runs the command: wrong credentials, or missing tables. */
async function inWords(error: unknown, { name, params }: Stage): Promise<unknown> {
  const cause = error instanceof Error && error.name === 'Failure' ? error.cause : undefined;
  if (!(cause instanceof Error)) return error;
  if (name === 'local') return new Error(`The database did not answer: ${cause.message}`, { cause });
  const tables = Object.entries(params).flatMap(([key, table]) => (key.endsWith('Table') ? [table] : []));
  const meant = {
    stage: name,
    region: process.env['AWS_REGION'] ?? '',
    tables,
    profile: process.env['AWS_PROFILE'],
    account: await accountOf(),
  };
  return new Error(whyNoDatabase(cause, meant), { cause });
}

/** The account of the credentials, which only some kinds contain. */
async function accountOf(): Promise<string | undefined> {
  try {
    const { dynamodb } = await import('../lib/database/client.ts');
    return (await dynamodb.config.credentials()).accountId;
  } catch {
    return undefined;
  }
}
