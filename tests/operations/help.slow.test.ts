import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

// Every command prints its options and an example, without doing anything.

const project: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
const ours = Object.entries(project.scripts).flatMap(([name, line]) => {
  const [, file] = /^node terminal\/launch\.cjs ((?!node_modules)\S+\.ts)$/.exec(line) ?? [];
  return file === undefined ? [] : [[name, file] as const];
});

test('they are found', () => {
  expect(ours.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'start',
      'test',
      'orders',
      'lightspeed',
      'stores',
      'status',
      'explain',
      'wire',
      'rehearse',
    ]),
  );
});

test.each(ours)('npm run %s -- --help', async (_name, file) => {
  const said = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, ['terminal/launch.cjs', file, '--help'], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  expect({ code: said.code, stderr: said.stderr }).toEqual({ code: 0, stderr: '' });
  expect(said.stdout).toMatch(/^ *Examples?: .*npm (run|start|test)/m);
});

test.each(['test', 'poll', 'acknowledge', 'ship', 'cancel', 'run'])(
  'npm run lightspeed -- %s --help',
  async (command) => {
    const { COMMAND_HELP } = await import('../../players/lightspeed/help.ts');
    expect(COMMAND_HELP[command as keyof typeof COMMAND_HELP]).toContain(`\nExample: npm run`);
  },
);
