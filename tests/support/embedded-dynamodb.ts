import { setAwsEnvironment } from '../../local/aws-environment.ts';
import { startEmbeddedDynamodb as start } from '../../local/embedded-dynamodb.ts';
import { createTables, type Resources } from '../../local/tables.ts';

interface ServerlessPrint {
  provider: { environment: Record<string, string> };
  resources: { Resources: Resources };
}

/**
 * Starts a DynamoDB in memory with the tables of `serverless.yml`, and sets the environment that a function finds
 * there. Returns what stops it.
 */
export async function startEmbeddedDynamodb(): Promise<() => Promise<void>> {
  const { resources } = printed();
  const { endpoint, close } = await start();
  await createTables(endpoint, resources.Resources);
  setAwsEnvironment(process.env, endpoint);
  setFunctionEnvironment();
  return close;
}

/** The environment of a function, as far as it names no database. */
export function setFunctionEnvironment(): void {
  // A test file may have set these before.
  const { LOG_LEVEL = 'SILENT', METRICS = 'off', STAGE = 'local' } = process.env;
  const own = { LOG_LEVEL, METRICS, STAGE, TELL_SECONDS: '1', REMEMBER_STORES_SECONDS: '15' };
  Object.assign(process.env, printed().provider.environment, own);
  process.env['LOCAL_SECRETS_KEY'] ??= Buffer.alloc(32, 'key of the tests').toString('base64url');
}

function printed(): ServerlessPrint {
  return JSON.parse(process.env['SERVERLESS_PRINT'] ?? '') as ServerlessPrint;
}
