import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

// The commands as they are typed, on a data folder of their own.

const folder = await mkdtemp(join(tmpdir(), 'commands-'));
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function run(command: string, ...words: string[]): Promise<Outcome> {
  return answering('', command, ...words);
}

/** Runs a command that finds this on its standard input. */
function answering(input: string, command: string, ...words: string[]): Promise<Outcome> {
  const node = ['--disable-warning=ExperimentalWarning', `operations/${command}.ts`];
  const env = { ...process.env, DATA_DIR: folder };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...node, ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const onLocal = ['--stage', 'local'];

test('from the first store to its first question', async () => {
  expect(await run('status', ...onLocal)).toEqual({
    code: 0,
    stdout: 'No store yet. npm run stores adds one.\n',
    stderr: '',
  });
  expect(await run('stores', ...onLocal, 'add', 'coolbike')).toMatchObject({ code: 0 });

  const all = await run('status', ...onLocal);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  expect(all.stdout).toMatch(/^coolbike {2}never polled {2}never /m);
  expect(all.stdout).toMatch(/\n1 store: 0 silent, 0 orders waiting, 0 refused\.\n$/);

  const one = await run('status', ...onLocal, '--store', 'coolbike');
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout).toContain('  Lightspeed has never polled. Nothing waits.\n');

  const told = await run('explain', ...onLocal, '1234');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toBe(`
  Order 1234 in store coolbike (coolbike) of stage local

    Lightspeed has never polled this store.

  Answer: The webstore has not sent it.
  Next:   Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike (PUT /orders/1234), and have it sent again.

`);
});

test('a person is erased, and it says what it did', async () => {
  await run('stores', ...onLocal, 'add', 'forgetful');
  expect(await run('erase', ...onLocal, '--store', 'forgetful', '--email', 'dana@example.com')).toEqual({
    code: 0,
    stdout: '0 orders of forgetful.\n0 recorded calls deleted.\n',
    stderr: '',
  });
  expect(await run('erase', ...onLocal, '--store', 'forgetful', '1', '1')).toEqual({
    code: 1,
    stdout: '1 order of forgetful.\n0 recorded calls deleted.\n1 NOT erased: there is no such order.\n',
    stderr: '',
  });
});

test('a dealer leaves with everything, and is gone once the id is typed', async () => {
  await run('stores', ...onLocal, 'add', 'leaving');
  const exported = await run('stores', ...onLocal, 'export', 'leaving');
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(exported.stdout).toMatch(
    /^\{"table":"Stores","item":\{"store":"leaving",.*\}\n\{"end":true,.*\}\n$/,
  );

  const refused = await answering('staying\n', 'stores', ...onLocal, 'remove', 'leaving');
  expect(refused).toMatchObject({ code: 1, stderr: '' });
  expect(refused.stdout).toContain('          1  the store itself, with its secrets\n');
  expect(refused.stdout).toMatch(/That is not its id\. Nothing was removed\.\n$/);
  expect((await run('stores', ...onLocal, 'show', 'leaving')).code).toBe(0);

  const removed = await answering('leaving\n', 'stores', ...onLocal, 'remove', 'leaving');
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toMatch(
    /\nleaving is off: nobody is let in\.\nWaiting \d+ seconds .*\nleaving is removed\.\n$/,
  );
  expect((await run('stores', ...onLocal, 'show', 'leaving')).code).toBe(1);
}, 120_000);

test('--json is one document on standard output', async () => {
  const json = async (command: string, ...words: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run(command, ...onLocal, '--json', ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };
  const at = expect.stringMatching(/^20.*Z$/);
  expect(await json('status', '--store', 'coolbike')).toEqual({
    stage: 'local',
    at,
    stores: [expect.objectContaining({ store: 'coolbike', lastPolledAt: null, outstanding: 0, refused: 0 })],
    unreadable: [],
    notSeen: 0,
  });
  expect(await json('status')).toMatchObject({
    stage: 'local',
    stores: expect.arrayContaining([expect.objectContaining({ store: 'coolbike' })]),
  });
  expect(await json('explain', '--store', 'coolbike', '1234')).toEqual({
    stage: 'local',
    orderId: '1234',
    at,
    answers: [
      {
        store: 'coolbike',
        status: null,
        answer: 'The webstore has not sent it.',
        next: expect.stringMatching(/^Compare the number letter by letter\. /),
        polling: 'Lightspeed has never polled this store.',
        events: [],
      },
    ],
  });
  const store = expect.objectContaining({ id: 'coolbike', url: 'http://coolbike.localhost:3000/LightSpeed' });
  expect(await json('stores', 'list')).toEqual({ stores: expect.arrayContaining([store]) });
  expect(await json('stores', 'show', 'coolbike')).toEqual(store);
  expect(await json('wire', '--store', 'coolbike')).toEqual({
    store: 'coolbike',
    recordUntil: null,
    calls: [],
  });
});

test('a deployed stage without credentials says what to do', async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  Object.assign(process.env, nothing, { AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' });
  for (const [command = '', ...words] of [['status'], ['stores', 'list'], ['explain', '1234']]) {
    expect(await run(command, '--stage', 'dev', ...words)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'There are no AWS credentials: name a profile (AWS_PROFILE=…), or sign in with aws sso login. It looked at stage dev: region eu-west-1, tables lightspeed-web-orders-dev-*.\n',
    });
  }
}, 60_000);

test.each<[string[], number, string]>([
  [
    ['status', ...onLocal, '--json', '--store', 'nobody'],
    1,
    'There is no store nobody on this stage. All of them: npm run stores -- --stage local list',
  ],
  [['stores', ...onLocal, '--json', 'enable', 'coolbike'], 2, '--json is for list, show and webhook.'],
  [
    ['wire', ...onLocal, '--json', '--store', 'coolbike', '--stop'],
    2,
    '--json is for --show, and for the list of calls.',
  ],
  [['status'], 2, 'Which stage? --stage local | dev | staging | prod'],
  [['status', ...onLocal, 'coolbike'], 2, '"coolbike" is one word too many. One store: --store coolbike'],
  [
    ['status', ...onLocal, '--store', 'nobody'],
    1,
    'There is no store nobody on this stage. All of them: npm run stores -- --stage local list',
  ],
  [['erase', ...onLocal, '1'], 2, 'Which store? --store coolbike'],
  [
    ['erase', ...onLocal, '--store', 'coolbike'],
    2,
    'Whom? Name the orders, or an email: --email dana@example.com',
  ],
  [
    ['erase', ...onLocal, '--store', 'coolbike', '--email', 'Dana'],
    2,
    '"Dana" is not an email address. It looks like dana@example.com',
  ],
  [
    ['erase', ...onLocal, '--store', 'coolbike', '#1'],
    2,
    '"#1" is not an order number: 1 to 64 characters of A-Z a-z 0-9 . _ -',
  ],
  [['erase', ...onLocal, '--store', 'nobody', '1'], 1, 'There is no store nobody on this stage.'],
  [['stores', ...onLocal, 'export'], 2, 'Which store? Name one, by its id.'],
  [['stores', ...onLocal, 'export', 'nobody'], 1, 'There is no store nobody on this stage.'],
  [['stores', ...onLocal, 'remove', 'nobody'], 1, 'There is no store nobody on this stage.'],
  [['explain', ...onLocal], 2, 'Which order? Name one, by the number that the webstore gave it.'],
  [['explain', ...onLocal, '1', '2'], 2, 'Which order? Name one, by the number that the webstore gave it.'],
  [
    ['explain', ...onLocal, '#1234'],
    2,
    '"#1234" is not an order number: 1 to 64 characters of A-Z a-z 0-9 . _ -',
  ],
  [
    ['explain', ...onLocal, '--store', 'nobody', '1'],
    1,
    'There is no store nobody on this stage. All of them: npm run stores -- --stage local list',
  ],
])('%j is refused in a sentence', async ([command = '', ...words], code, sentence) => {
  const outcome = await run(command, ...words);
  expect({ code: outcome.code, stdout: outcome.stdout, said: outcome.stderr.split('\n')[0] }).toEqual({
    code,
    stdout: '',
    said: sentence,
  });
});
