import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { STORE_TABLES, storeTable, type StoreTable } from '../../operations/store-tables.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

// `stores export` and `stores remove` behind their command line, on an embedded database with every table.

const stop = await startEmbeddedDynamodb();
const { commands } = await import('../../operations/stores/commands.ts');
const { exportLines, writeLines } = await import('../../operations/stores/export.ts');
const { holdingsOf, holdingsText, removeEverything } = await import('../../operations/stores/remove.ts');
const { itemsOf } = await import('../../operations/store-items.ts');
const { settings } = await import('../../lib/current-settings.ts');
const { documents, dynamodb } = await import('../../lib/database/client.ts');
const { getStore } = await import('../../lib/database/stores.ts');

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

const NOW = '2026-11-23T18:04:05Z';

/** Each test has two stores: one to act on, and one that must not change. */
let made = 0;
let id = '';
let other = '';
beforeEach(async () => {
  made += 1;
  [id, other] = [`leaving-${made}`, `staying-${made}`];
  for (const storeId of [id, other]) {
    await add(storeId);
    for (const table of STORE_TABLES) await fill(table, storeId, 3);
  }
});

async function add(storeId: string): Promise<void> {
  const context = { values: {}, now: NOW, originOf: () => ({ reason: 'a test' }) };
  await commands['add']?.([storeId], context);
}

const nameOf = ({ setting }: StoreTable) => String(settings[setting]);

/** Puts a number of items of a store into a table that has several for each. */
async function fill(table: StoreTable, storeId: string, count: number, more: object = {}): Promise<void> {
  const [, sortKey] = table.key;
  if (table.name === 'Stores') return;
  for (let at = 0; at < (sortKey ? count : 1); at += 1) {
    const Item = { store: storeId, ...(sortKey && { [sortKey]: `item-${at}` }), ...more };
    await documents.send(new PutCommand({ TableName: nameOf(table), Item }));
  }
}

async function everythingOf(storeId: string): Promise<unknown[]> {
  const all = STORE_TABLES.map((table) => Array.fromAsync(itemsOf(table, storeId)));
  return (await Promise.all(all)).flat();
}

/** Prints nothing; optionally stops after a number of sentences. */
function quietly(stopAfter = Number.POSITIVE_INFINITY) {
  const said: string[] = [];
  const stopped = new AbortController();
  const say = (sentence: string) => {
    if (said.push(sentence) === stopAfter) stopped.abort();
  };
  return { now: NOW, quietMs: 1, signal: stopped.signal, said, say };
}

describe('removing a store', () => {
  test('removes what it has in every table, and nothing of another', async () => {
    const before = await everythingOf(other);
    const { said, ...options } = quietly();
    await removeEverything(id, options);
    expect(await everythingOf(id)).toEqual([]);
    expect(await everythingOf(other)).toEqual(before);
    expect(said.slice(0, 2)).toEqual([`${id} is off: nobody is let in.`, '3 orders removed.']);
    expect(said.at(-1)).toBe(`${id} is removed.`);
  });

  test('tells before what it will remove, and how much', async () => {
    const text = holdingsText(id, await holdingsOf(id));
    expect(text).toContain(`Of store ${id} this removes, forever:\n\n          3  orders\n`);
    expect(text).toContain('\n          1  the store itself, with its secrets\n');
    for (const { items } of STORE_TABLES) expect(text).toContain(`  ${items}\n`);
    expect(holdingsText('nobody', await holdingsOf('nobody'))).toBe(
      'Of store nobody this removes, forever:\n\n\n',
    );
  });

  test.each([1, 2, 3, 6])(
    'can be interrupted, after sentence %d too: the store is off and still there, and a second run ends it',
    async (stopAfter) => {
      const hashes = JSON.stringify(await getStore(id)).match(/"hash":"[^"]+"/g) ?? [];
      const { said: _, ...options } = quietly(stopAfter);
      await expect(removeEverything(id, options)).rejects.toThrow(/aborted/);
      const off = await getStore(id);
      expect(off).toMatchObject({ id, enabled: false });
      for (const hash of hashes) expect(JSON.stringify(off)).not.toContain(hash);
      const { said, ...again } = quietly();
      await removeEverything(id, again);
      expect(await everythingOf(id)).toEqual([]);
      expect(said.at(-1)).toBe(`${id} is removed.`);
    },
  );

  test('passes over the tables again, for what came in while it waited', async () => {
    const said: string[] = [];
    let late: Promise<void> | undefined;
    const say = (sentence: string) => {
      said.push(sentence);
      if (sentence.startsWith('Waiting')) late = fill(storeTable('Orders'), id, 2);
    };
    await removeEverything(id, { ...quietly(), say, quietMs: 1500 });
    await late;
    expect(said).toContain('2 orders removed.');
    expect(await everythingOf(id)).toEqual([]);
  });

  test('removes more than a page, and a store whose own item is damaged', async () => {
    const { tables, more } = { tables: storeTable('Orders'), more: { text: 'x'.repeat(3000) } };
    await fill(tables, id, 700, more);
    await documents.send(
      new PutCommand({ TableName: nameOf(storeTable('Stores')), Item: { store: id, details: 'broken' } }),
    );
    const { said, ...options } = quietly();
    await removeEverything(id, options);
    expect(said).toContain('700 orders removed.');
    expect(await everythingOf(id)).toEqual([]);
  });

  test('goes on where the database takes only a part', async () => {
    let refused = 0;
    documents.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const { RequestItems } = args.input as { RequestItems?: Record<string, unknown[]> };
        if (RequestItems && refused < 2) {
          refused += 1;
          Object.assign(answer.output as object, { UnprocessedItems: RequestItems });
        }
        return answer;
      },
      { step: 'initialize', name: 'partly', override: true },
    );
    const { said: _, ...options } = quietly();
    await removeEverything(id, options).finally(() => documents.middlewareStack.remove('partly'));
    expect(refused).toBe(2);
    expect(await everythingOf(id)).toEqual([]);
  });
});

describe('exporting a store', () => {
  const exported = async (storeId: string) =>
    (await Array.fromAsync(exportLines(storeId))).map((line) => JSON.parse(line) as Record<string, unknown>);

  test('gives each item of every table on a line, and at the end how many there were', async () => {
    const lines = await exported(id);
    const items = Object.fromEntries(
      STORE_TABLES.map(({ name, key }) => [name, name === 'Stores' || key.length === 1 ? 1 : 3]),
    );
    expect(lines.at(-1)).toEqual({ end: true, items });
    expect(lines.slice(0, 3)).toEqual(
      [0, 1, 2].map((at) => ({ table: 'Orders', item: { store: id, orderId: `item-${at}` } })),
    );
    expect(lines).toHaveLength(Object.values(items).reduce((sum, count) => sum + count) + 1);
    expect(JSON.stringify(lines)).not.toContain(other);
  });

  test('leaves out what opens doors, and keeps the rest of the store', async () => {
    const TableName = nameOf(storeTable('Stores'));
    const webhook = { url: 'https://x.example', secrets: [{ sealed: 'SEALED', since: NOW }] };
    const [stored] = await Array.fromAsync(itemsOf(storeTable('Stores'), id));
    const details = { ...(stored?.['details'] as object), webhook };
    await documents.send(new PutCommand({ TableName, Item: { ...stored, details } }));
    await fill(storeTable('Attempts'), id, 1, { fingerprints: new Set(['FINGER']), rejection: { at: NOW } });
    const lines = await exported(id);
    const hashes = JSON.stringify(stored).match(/(?<="hash":")[^"]+/g) ?? [];
    expect(hashes).toHaveLength(2);
    for (const secret of [...hashes, 'SEALED', 'FINGER']) expect(JSON.stringify(lines)).not.toContain(secret);
    expect(lines.find(({ table }) => table === 'Stores')?.['item']).toMatchObject({
      store: id,
      details: {
        name: id,
        passwords: [{ since: NOW }],
        apiTokens: [{ since: NOW }],
        webhook: { url: 'https://x.example', secrets: [{ since: NOW }] },
      },
    });
  });

  test('unpacks recorded bodies, and passes over what has expired', async () => {
    const body = gzipSync('<Orders>Zoë</Orders>');
    await fill(storeTable('Wire'), id, 1, { body, answerBody: gzipSync(Buffer.from([0xff, 0xfe])) });
    await fill(storeTable('Orders'), id, 1, { expiresAt: 1 });
    const lines = await exported(id);
    expect(lines.filter(({ table }) => table === 'Orders')).toHaveLength(2);
    expect(lines.find(({ table }) => table === 'Wire')?.['item']).toEqual({
      store: id,
      at: 'item-0',
      body: '<Orders>Zoë</Orders>',
      answerBody: { base64: '//4=' },
    });
  });

  test('is as slow as its reader: no more is read than was taken', async () => {
    const some = Array.from({ length: 60 }, (_, at) => ({
      PutRequest: { Item: { store: id, orderId: `long-${at}`, text: 'x'.repeat(100_000) } },
    }));
    for (let at = 0; at < some.length; at += 20)
      await documents.send(
        new BatchWriteCommand({
          RequestItems: { [nameOf(storeTable('Orders'))]: some.slice(at, at + 20) },
        }),
      );
    let read = 0;
    let taken = 0;
    let ahead = 0;
    async function* counted() {
      for await (const line of exportLines(id)) {
        read += 1;
        yield line;
      }
    }
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        taken += 1;
        ahead = Math.max(ahead, read - taken);
        setTimeout(done, 5);
      },
    });
    await writeLines(counted(), slow, new AbortController().signal);
    expect(taken).toBeGreaterThan(63);
    expect(taken).toBe(read);
    expect(ahead).toBeLessThanOrEqual(3);
  });

  test('ends well when its reader has enough, and not when the disk is full', async () => {
    const failing = (code: string) =>
      new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
    const { signal } = new AbortController();
    await expect(writeLines(exportLines(id), failing('EPIPE'), signal)).resolves.toBeUndefined();
    await expect(writeLines(exportLines(id), failing('ENOSPC'), signal)).rejects.toThrow('ENOSPC');
  });
});
