import { join } from 'node:path';
import { runTool } from '../python/run-tool.ts';

const FOLDER = '.packages';

/** What a stage would deploy, in its own folder, which building another stage or `serverless deploy` leaves alone. */
export async function packageStage(stage: string): Promise<string> {
  const folder = join(FOLDER, stage);
  const serverless = 'node_modules/serverless/bin/serverless.js';
  await runTool(process.execPath, [serverless, 'package', '--stage', stage, '--package', folder]);
  return folder;
}
