/**
 * `npm run check:template`: packages every stage and holds its CloudFormation template against cfn-lint, Checkov and
 * CFRipper. A finding that checks/check-template/exceptions.ts does not name fails, and so does an exception that no
 * stage needs any more. `npm run check:template -- prod` looks at that stage only.
 */
import { join } from 'node:path';
import { exceptions } from './check-template/exceptions.ts';
import { type Finding, judge, readCfnLint, readCfripper, readCheckov } from './check-template/findings.ts';
import { packageStage } from './packages/package-stage.ts';
import { pythonPrograms, whyNoPython } from './python/environment.ts';
import { runTool } from './python/run-tool.ts';
import { isHelpAsked } from '../terminal/help.ts';
import { runCommand } from '../terminal/run-command.ts';

const STAGES = ['local', 'dev', 'staging', 'prod'];

const HELP = `Holds the CloudFormation template of every stage, or of those that are named, against cfn-lint, Checkov and CFRipper.

  npm run check:template -- [STAGE …]

It fails for a finding that checks/check-template/exceptions.ts does not name. Without Python 3.11 it says so and ends with 0.

Example: npm run check:template -- prod`;

await runCommand('npm run check:template -- --help', async () => {
  if (isHelpAsked(HELP)) return 0;
  const reason = whyNoPython();
  if (reason) {
    console.log(`${reason} The templates are not checked.`);
    return 0;
  }
  const programs = await pythonPrograms().catch((error: unknown) => {
    console.log(
      `The Python tools cannot be installed here. The templates are not checked.\n${String(error)}`,
    );
  });
  if (!programs) return 0;
  const stages = process.argv.length > 2 ? process.argv.slice(2) : STAGES;
  const all: Finding[] = [];
  let failed = false;
  for (const stage of stages) {
    const template = join(await packageStage(stage), 'cloudformation-template-update-stack.json');
    const findings = await lint(programs, template);
    all.push(...findings);
    const { left } = judge(findings, exceptions);
    failed ||= left.length > 0;
    console.log(`${stage}: ${left.length} findings, ${findings.length - left.length} accepted by name`);
    for (const { rule, resource, message } of left) console.log(`  ${rule} ${resource}: ${message}`);
  }
  // Only all stages together show that nothing needs it.
  const { unused } = stages === STAGES ? judge(all, exceptions) : { unused: [] };
  for (const { rule, resources } of unused)
    console.log(`Nothing needs the exception ${rule} for ${resources}.`);
  return failed || unused.length > 0 ? 1 : 0;
});

async function lint(programs: string, template: string): Promise<Finding[]> {
  // cfn-lint ends with a bit for each level of its findings, the others with 1 or 2.
  const [cfnLint, checkov, cfripper] = await Promise.all([
    runTool(join(programs, 'cfn-lint'), ['--format', 'json', template], [0, 2, 4, 6, 8, 10, 12, 14]),
    runTool(
      join(programs, 'checkov'),
      ['--file', template, '--framework', 'cloudformation', '--output', 'json', '--quiet', '--skip-download'],
      [0, 1],
    ),
    runTool(join(programs, 'cfripper'), [template, '--resolve', '--format', 'json'], [0, 2]),
  ]);
  return [...readCfnLint(cfnLint), ...readCheckov(checkov), ...readCfripper(cfripper)];
}
