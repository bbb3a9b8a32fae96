import { execFileSync } from 'node:child_process';

/** What `serverless.yml` says of stage local, as the framework resolves it: asked once, for every test file. */
export default function globalSetup(): void {
  const serverless = 'node_modules/serverless/bin/serverless.js';
  const command = [serverless, 'print', '--stage', 'local', '--format', 'json'];
  // Test files run in processes of their own, which inherit the environment.
  process.env['SERVERLESS_PRINT'] = execFileSync(process.execPath, command, { encoding: 'utf8' });
}
