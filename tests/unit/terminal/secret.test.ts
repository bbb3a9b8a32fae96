import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { ask } from '../../../terminal/ask.ts';
import type { Desk } from '../../../terminal/prompt.ts';
import { askSecret, askSecretTwice } from '../../../terminal/secret.ts';

/** A terminal at which a person types, each line once it is asked for. Its raw mode is the terminal's own. */
function aTerminal(...typed: string[]): { desk: Desk; shown: () => string; rawModes: boolean[] } {
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void rawModes.push(isRaw),
  });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
    if (String(chunk).endsWith(': ')) {
      const next = typed.shift();
      setImmediate(() => (next === undefined ? input.end() : input.write(next)));
    }
  });
  return { desk: { input, output }, shown: () => shown, rawModes };
}

function aPipe(text: string): Desk & { shown: () => string } {
  const output = new PassThrough();
  const input = new PassThrough();
  input.end(text);
  return { input, output, shown: () => String(output.read() ?? '') };
}

test('what is typed is not shown, and the terminal is as it was afterwards', async () => {
  const { desk, shown, rawModes } = aTerminal('s3cret-Ä:x\r');
  expect(await askSecret('Consumer secret', desk)).toBe('s3cret-Ä:x');
  expect(shown()).toBe('Consumer secret: \n');
  expect(rawModes).toEqual([true, false]);
});

test('a typing mistake can be taken back', async () => {
  const { desk } = aTerminal('abd\x7fc\r');
  expect(await askSecret('Key', desk)).toBe('abc');
});

test('white space around a copied secret is dropped', async () => {
  expect(await askSecret('Key', aTerminal('  abc \t\r').desk)).toBe('abc');
  expect(await askSecret('Key', aPipe(' abc\r\n'))).toBe('abc');
});

test('a chosen secret is asked for twice, and kept with its spaces', async () => {
  const { desk, shown } = aTerminal(' two words \r', ' two words \r');
  expect(await askSecretTwice('New password', desk)).toBe(' two words ');
  expect(shown()).toBe('New password: \nNew password, once more: \n');
});

test('two that differ are asked for again', async () => {
  const { desk, shown } = aTerminal('one\r', 'other\r', 'third\r', 'third\r');
  expect(await askSecretTwice('New password', desk)).toBe('third');
  expect(shown()).toBe(
    'New password: \nNew password, once more: \nThe two differ.\nNew password: \nNew password, once more: \n',
  );
});

test('two that differ three times are refused', async () => {
  const { desk } = aTerminal('1\r', '2\r', '3\r', '4\r', '5\r', '6\r');
  await expect(askSecretTwice('New password', desk)).rejects.toThrow(
    'New password: it was not typed twice the same. Nothing was changed.',
  );
});

test('Ctrl-C stops, and gives the terminal back', async () => {
  const { desk, rawModes } = aTerminal('abc\x03');
  await expect(askSecret('Key', desk)).rejects.toThrow('Stopped.');
  expect(rawModes).toEqual([true, false]);
});

test.each(['\r', '   \r'])('nothing, typed as %j, is refused', async (typed) => {
  await expect(askSecret('Key', aTerminal(typed).desk)).rejects.toThrow('Key: nothing was given.');
  await expect(askSecretTwice('Key', aTerminal(typed).desk)).rejects.toThrow('Key: nothing was given.');
});

test('the end of the terminal is refused', async () => {
  await expect(askSecret('Key', aTerminal().desk)).rejects.toThrow(
    'Key: nothing was given. Type it on a terminal, or pass it on standard input, one line for each.',
  );
});

test('from a pipe each secret is a line, and nothing is asked', async () => {
  const pipe = aPipe('ck_1\ncs_2\r\n chosen by a person \nlast without its end');
  expect(await askSecret('Consumer key', pipe)).toBe('ck_1');
  expect(await askSecret('Consumer secret', pipe)).toBe('cs_2');
  expect(await askSecretTwice('New password', pipe)).toBe(' chosen by a person ');
  expect(await ask('Its id', pipe)).toBe('last without its end');
  await expect(askSecret('One more', pipe)).rejects.toThrow('One more: nothing was given.');
  expect(pipe.shown()).toBe('');
});

test('an empty line of a pipe is no secret', async () => {
  await expect(askSecret('Key', aPipe('\nabc\n'))).rejects.toThrow('Key: nothing was given.');
});

test('what may be seen is shown as it is typed', async () => {
  const { desk, shown } = aTerminal('coolbike\r');
  expect(await ask('The id of the store', desk)).toBe('coolbike');
  expect(shown()).toContain('coolbike');
});
