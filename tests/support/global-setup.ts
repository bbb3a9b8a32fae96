import { execFileSync } from 'node:child_process';

/** Stage local of `serverless.yml`, resolved by the framework once for all test files. */
export default function globalSetup(): void {
  const serverless = 'node_modules/serverless/bin/serverless.js';
  const command = [serverless, 'print', '--stage', 'local', '--format', 'json'];
  // Test files run in processes of their own, which inherit the environment.
  process.env['SERVERLESS_PRINT'] = execFileSync(process.execPath, command, { encoding: 'utf8' });
}
