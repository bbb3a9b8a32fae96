import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { setAwsEnvironment } from '../local/aws-environment.ts';
import { startEmbeddedDynamodb } from '../local/embedded-dynamodb.ts';
import type { LocalStore } from '../local/local-store.ts';
import { runningEndpoint } from '../local/running.ts';
import { setLocalSecretsKey } from '../local/secrets-key.ts';
import { createTables, type Resources } from '../local/tables.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** A stage of `serverless.yml`, open for a command: lib/ can be imported, and finds the stage's tables. */
export interface Stage {
  name: string;
  /** The stage's own block of settings. */
  params: Record<string, string>;
  close: () => Promise<void>;
}

interface ServerlessYml {
  params: Record<string, Record<string, unknown>>;
  provider: { environment: Record<string, string>; timeout: number };
  functions: Record<string, { timeout?: number }>;
  custom: { localStore: LocalStore };
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Opens a stage. Nothing in lib/ may be imported before. `local` is the database of the `npm start` that runs on
 * `DATA_DIR`, or that folder itself if none runs; other stages need the AWS credentials of the environment. Throws
 * `UsageError` for an unknown stage.
 */
export async function openStage(name: string | undefined): Promise<Stage> {
  const { params: stages, provider } = serverlessYml();
  const settings = name === undefined ? undefined : stages[name];
  if (name === undefined || !settings)
    throw new UsageError(`Which stage? --stage ${Object.keys(stages).join(' | ')}`);
  const params = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  const resolved = (text: string) => resolveVariables(text, { stage: name, params });
  const close = name === 'local' ? await openLocal(resolved) : openDeployed();
  for (const [key, value] of Object.entries(provider.environment)) process.env[key] = resolved(value);
  // A command is not a request, so it is not counted.
  process.env['METRICS'] = 'off';
  return { name, params, close };
}

export function serverlessYml(): ServerlessYml {
  return parse(readFileSync(join(root, 'serverless.yml'), 'utf8')) as ServerlessYml;
}

/** The two kinds of variables in the environment and the tables. */
function resolveVariables(
  text: string,
  { stage, params }: { stage: string; params: Record<string, string> },
): string {
  return text.replaceAll(/\$\{(?:param:(\w+)(?:, '')?|sls:stage)\}/g, (_, param?: string) =>
    param === undefined ? stage : (params[param] ?? ''),
  );
}

function openDeployed(): () => Promise<void> {
  // As in serverless.yml.
  process.env['AWS_REGION'] ||= 'us-east-1';
  return () => Promise.resolve();
}

async function openLocal(resolved: (text: string) => string): Promise<() => Promise<void>> {
  const folder = resolve(process.env['DATA_DIR'] || '.data');
  const running = existsSync(folder) ? await runningEndpoint(folder) : undefined;
  const { endpoint, close } = running
    ? { endpoint: running, close: () => Promise.resolve() }
    : await startEmbeddedDynamodb(folder);
  const tables = resolved(readFileSync(join(root, 'resources/tables.yml'), 'utf8'));
  await createTables(endpoint, (parse(tables) as { Resources: Resources }).Resources);
  setAwsEnvironment(process.env, endpoint);
  setLocalSecretsKey(process.env, folder);
  return close;
}
