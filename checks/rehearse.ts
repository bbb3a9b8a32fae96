/**
 * `npm run rehearse`: runs every packaged function in AWS's own emulator of Lambda, deploys the packaged stages prod
 * and dev to moto's server on this machine, as `serverless deploy` would to AWS, and compares the result with what the
 * code uses. A second deployment must change nothing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexAttributes, untoldAttributes } from '../lib/database/keys.ts';
import type { Order } from '../lib/domain/order.ts';
import { routes } from '../lib/http/routes.ts';
import { readSettings } from '../lib/settings.ts';
import { packageStage } from './packages/package-stage.ts';
import { pythonPrograms, whyNoPython } from './python/environment.ts';
import { runTool } from './python/run-tool.ts';
import {
  type Deployed,
  differencesInRoutes,
  differencesInTables,
  faultsOfDeployment,
  indexesWithoutAttribute,
  type Table,
} from './rehearse/compare.ts';
import { whyNoEmulator } from './runtime/emulator.ts';
import { rehearseFunctions } from './runtime/rehearse-functions.ts';
import { isHelpAsked } from '../terminal/help.ts';
import { runCommand } from '../terminal/run-command.ts';

const STAGES = ['prod', 'dev'];

/** Whom the console's paths must reach: lib/console/pages.ts tells its pages apart. */
const consoleRoutes = {
  consolePage: { methods: ['ANY'], paths: ['/console', '/console/{page+}'] },
  consoleWebstore: { methods: ['ANY'], paths: ['/console/stores/{storeId}/webstore'] },
  consoleSignIn: { methods: ['GET'], paths: ['/console/sign-in', '/console/signed-in'] },
  consoleSignOut: { methods: ['GET', 'POST'], paths: ['/console/sign-out'] },
};

interface Template {
  Resources: Record<string, { Type: string; Properties: unknown }>;
}

const HELP = `Rehearses a deployment on this machine: the packaged functions in AWS's own emulator of Lambda, the templates of prod and
dev in moto's CloudFormation. What is missing here (Go, Python 3.11) is named, and that part is left out.

Example: npm run rehearse`;

await runCommand('npm run rehearse -- --help', async () => {
  if (isHelpAsked(HELP)) return 0;
  const folders: string[] = [];
  // One after the other: they build in the same folder.
  for (const stage of STAGES) folders.push(await packageStage(stage));
  const faults = [await inRuntime(folders), await inAccount(folders)];
  const skipped = faults.filter((one) => one === 'skipped').length;
  if (skipped > 0) console.log(`Skipped: ${skipped} of ${faults.length} rehearsals.`);
  return faults.some((one) => one !== 'skipped' && one > 0) ? 1 : 0;
});

/** The number of faults, or that it could not be tried here. */
type Outcome = number | 'skipped';

/** Every function as Lambda runs it. Stages differ only in settings, so one is enough. */
async function inRuntime(folders: string[]): Promise<Outcome> {
  const reason = whyNoEmulator();
  if (reason) {
    console.log(`${reason} The functions are not rehearsed.`);
    return 'skipped';
  }
  return (await rehearseFunctions(folders[STAGES.indexOf('dev')] ?? '')).length;
}

/** The deployment of every stage, in an invented account. */
async function inAccount(folders: string[]): Promise<Outcome> {
  const reason = whyNoPython();
  if (reason) {
    console.log(`${reason} The deployment is not rehearsed.`);
    return 'skipped';
  }
  const programs = await pythonPrograms().catch((error: unknown) => {
    console.log(
      `The Python tools cannot be installed here. The deployment is not rehearsed.\n${String(error)}`,
    );
  });
  if (!programs) return 'skipped';
  // Our own commands are run on that account too.
  process.env['NODE'] = process.execPath;
  const printed = await runTool(join(programs, 'python'), ['checks/rehearse/deploy.py', ...folders]);
  const deployed: Deployed[] = JSON.parse(printed.slice(printed.indexOf('[{')));
  const faults = deployed.flatMap((one, at) => report(one, folders[at] ?? ''));
  return faults.length + STAGES.length - deployed.length;
}

function report(deployed: Deployed, folder: string): string[] {
  const template: Template = JSON.parse(
    readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
  );
  const tables = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::DynamoDB::Table')
    .map(({ Properties }) => Properties as Table);
  // Only the keys of orders are made by pure functions; tests/storage shows those of the inbox and the messages.
  const orders = tables.filter(({ TableName }) => TableName.endsWith('-orders'));
  const faults = [
    ...faultsOfDeployment(deployed),
    ...deployed.drilled.faults,
    ...differencesInTables(tables, deployed.tables),
    ...indexesWithoutAttribute(orders, attributesWritten()),
    ...differencesInRoutes({ ...routes, ...consoleRoutes }, deployed.routes),
    ...deployed.functions.flatMap((one) => faultsOfSettings(one, deployed.tables)),
  ];
  console.log(
    `${deployed.stage}: ${deployed.tables.length} tables, ${deployed.routes.length} routes, ${deployed.functions.length} functions; deployed again, ${deployed.second.changes.length} changes`,
  );
  console.log(
    `  rolled back, restored, a table renamed; tables of ${deployed.drilled.upgradeFrom} upgraded in ${deployed.drilled.deployments} deployments`,
  );
  if (deployed.notMade.length > 0)
    console.log(`  only in the template, moto makes none: ${deployed.notMade.join(', ')}`);
  for (const fault of faults) console.log(`  ${fault}`);
  return faults;
}

/** A function's settings must be readable, and name tables that are there. */
function faultsOfSettings({ name, environment }: Deployed['functions'][number], made: Table[]): string[] {
  const there = new Set(made.map(({ TableName }) => TableName));
  try {
    const settings = Object.entries(readSettings(environment));
    const used = settings.flatMap(([name, value]) => (name.endsWith('Table') ? [String(value)] : []));
    return used.flatMap((table) =>
      there.has(table) ? [] : [`${name} uses the table ${table}, which is not there.`],
    );
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function attributesWritten(): string[] {
  const at = '2026-11-23T18:04:05Z';
  const order = {
    status: 'New',
    content: { placedAt: at },
    receivedAt: at,
    updatedAt: at,
    offers: { count: 0 },
    notes: [],
  };
  const untold = { sequence: 1, type: 'order.downloaded', at, status: 'Downloaded' } as const;
  return [
    ...Object.keys(indexAttributes(order as unknown as Order)),
    ...Object.keys(untoldAttributes({ count: 1, pending: [untold] })),
  ];
}
