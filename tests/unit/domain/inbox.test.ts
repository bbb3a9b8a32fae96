import { describe, expect, test } from '@jest/globals';
import {
  type Arrival,
  conclude,
  entryKey,
  failed,
  type InboxEntry,
  isBehind,
  keep,
  numbersFor,
  standBy,
} from '../../../lib/domain/inbox.ts';
import { NOON } from '../../support/an-order.ts';

const ONE = '2026-11-23T13:00:00Z';
const identity = { platform: 'woocommerce', platformId: '123' } as const;

function anEntry(differs: Partial<InboxEntry> = {}): InboxEntry {
  return {
    ...identity,
    version: '2026-11-23T10:00:00Z',
    digest: 'first',
    deleted: false,
    takenIds: [],
    firstAt: NOON,
    lastAt: NOON,
    deliveries: 1,
    attempts: 0,
    ...differs,
  };
}

const placed = anEntry({
  orderId: '1001',
  concluded: { conclusion: 'Placed', version: '2026-11-23T10:00:00Z', at: NOON },
});
const version = (time: string, digest: string): Arrival => ({
  kind: 'order',
  version: `2026-11-23T${time}Z`,
  digest,
});
const kept = (before: InboxEntry | undefined, arrival: Arrival) =>
  keep(before, arrival, { ...identity, now: ONE });

describe('of what arrives, the shop’s own time of change decides', () => {
  test('the first version is kept and is to be read, by the schedule in a minute if by nobody else', () => {
    expect(kept(undefined, version('10:00:00', 'first'))).toEqual({
      takesPayload: true,
      entry: {
        ...identity,
        version: '2026-11-23T10:00:00Z',
        digest: 'first',
        deleted: false,
        todo: 'read',
        takenIds: [],
        firstAt: ONE,
        lastAt: ONE,
        deliveries: 1,
        attempts: 0,
        failure: undefined,
        dueAt: '2026-11-23T13:01:00Z',
      },
    });
  });

  test('a newer version takes the place of the kept one, and what is known of the order stays', () => {
    expect(kept(placed, version('10:00:01', 'second'))).toEqual({
      takesPayload: true,
      entry: {
        ...placed,
        version: '2026-11-23T10:00:01Z',
        digest: 'second',
        todo: 'read',
        lastAt: ONE,
        deliveries: 2,
        failure: undefined,
        dueAt: '2026-11-23T13:01:00Z',
      },
    });
  });

  test('an older one is Outdated, whatever is in it', () => {
    expect(kept(placed, version('09:59:59', 'second'))).toEqual({ repeats: 'Outdated' });
  });

  test('another content of the same second is looked at', () => {
    expect(kept(placed, version('10:00:00', 'second'))).toMatchObject({
      takesPayload: true,
      entry: { digest: 'second', todo: 'read' },
    });
  });

  test.each([
    ['Placed', 'Unchanged'],
    ['Canceled', 'Canceled'],
    ['Held', 'Held'],
    ['Ignored', 'Ignored'],
    ['NotUnderstood', 'NotUnderstood'],
  ] as const)('the same again, once it is %s, is %s and changes nothing', (conclusion, word) => {
    const before = conclude(placed, { conclusion }, NOON);
    expect(kept(before, version('10:00:00', 'first'))).toEqual({ repeats: word });
  });

  test('the same again, which nobody has read yet, is read now', () => {
    const before = anEntry({ todo: 'read' });
    expect(kept(before, version('10:00:00', 'first'))).toEqual({ entry: before, takesPayload: false });
  });
});

describe('what the shop threw away', () => {
  const deleted = conclude({ ...placed, deleted: true }, { conclusion: 'Canceled' }, NOON);

  test('is to be read as such, and the payload stays', () => {
    expect(kept(placed, { kind: 'deleted' })).toMatchObject({
      takesPayload: false,
      entry: { deleted: true, todo: 'read', version: placed.version, orderId: '1001' },
    });
  });

  test('stays so when it is told again, or when an earlier version comes late', () => {
    expect(kept(deleted, { kind: 'deleted' })).toEqual({ repeats: 'Canceled' });
    expect(kept(deleted, version('10:00:00', 'first'))).toEqual({ repeats: 'Outdated' });
  });

  test('was thrown away before it was heard of: what is older is late, what is newer is back', () => {
    const { entry } = kept(undefined, { kind: 'deleted' }) as { entry: InboxEntry };
    expect(entry).toMatchObject({ deleted: true, todo: 'read', version: ONE });
    const unknown = conclude(entry, { conclusion: 'Canceled' }, ONE);
    expect(kept(unknown, version('12:59:59', 'first'))).toEqual({ repeats: 'Outdated' });
    expect(kept(unknown, version('13:00:01', 'first'))).toMatchObject({
      entry: { deleted: false, todo: 'read' },
    });
  });

  test('what the shop was asked for and did not have has no time: whatever it says of it later is newer', () => {
    const { entry } = kept(undefined, { kind: 'gone' }) as { entry: InboxEntry };
    expect(kept(entry, version('10:00:00', 'first'))).toMatchObject({
      entry: { deleted: false, todo: 'read' },
    });
  });

  test('is back with a later version', () => {
    expect(kept(deleted, version('10:00:01', 'second'))).toMatchObject({
      entry: { deleted: false, todo: 'read' },
    });
  });
});

describe('a call that names the order only', () => {
  test('is kept as a question to the shop, due at once', () => {
    expect(kept(undefined, { kind: 'thin' })).toMatchObject({
      takesPayload: false,
      entry: { version: '', digest: '', todo: 'fetch', dueAt: ONE },
    });
  });

  test('the answer ends the question though it is the version that we have', () => {
    const asked = { ...placed, todo: 'fetch' as const };
    expect(kept(asked, version('10:00:00', 'first'))).toMatchObject({ entry: { todo: 'read' } });
  });
});

describe('two versions of one second', () => {
  test.each([
    ['Held', true],
    ['NotUnderstood', true],
    ['Ignored', true],
    ['Placed', false],
    ['Canceled', false],
  ] as const)('after a placed one, %s is behind: %s', (conclusion, behind) => {
    expect(isBehind({ ...placed, todo: 'read' }, conclusion)).toBe(behind);
  });

  test('of different seconds, none is behind', () => {
    expect(isBehind({ ...placed, version: '2026-11-23T10:00:01Z' }, 'Held')).toBe(false);
  });

  test('what was concluded stands if the other one is behind', () => {
    expect(standBy({ ...placed, digest: 'second', todo: 'read' }, ONE)).toMatchObject({
      digest: 'second',
      todo: undefined,
      concluded: placed.concluded,
    });
  });
});

test('a payload that is no order is kept under a mark of its content, with the reason', () => {
  const arrival = { kind: 'notUnderstood', reason: 'is not JSON', digest: 'odd' } as const;
  const first = keep(undefined, arrival, { ...identity, platformId: 'unread-odd', now: ONE });
  expect(first).toMatchObject({
    takesPayload: true,
    entry: {
      platformId: 'unread-odd',
      todo: undefined,
      concluded: { conclusion: 'NotUnderstood', reason: 'is not JSON', version: '', at: ONE },
    },
  });
  const before = 'entry' in first ? first.entry : undefined;
  expect(kept(before, arrival)).toEqual({ repeats: 'NotUnderstood' });
});

describe('what failed is done again', () => {
  const waiting = anEntry({ todo: 'fetch', lastAt: NOON });

  test.each([
    [0, '2026-11-23T12:01:00Z'],
    [1, '2026-11-23T12:02:00Z'],
    [5, '2026-11-23T12:32:00Z'],
    [20, '2026-11-23T18:00:00Z'],
  ])('after %i failed attempts, at %s', (attempts, dueAt) => {
    expect(failed({ ...waiting, attempts }, { reason: 'The shop answered 503.' }, NOON)).toEqual({
      ...waiting,
      attempts: attempts + 1,
      failure: 'The shop answered 503.',
      dueAt,
    });
  });

  test('no sooner than the shop asked for, but within a day', () => {
    const wait = (retryAfter: number) => failed(waiting, { reason: '429', retryAfter }, NOON).dueAt;
    expect(wait(600)).toBe('2026-11-23T12:10:00Z');
    expect(wait(1_000_000)).toBe('2026-11-24T12:00:00Z');
  });

  test('after two days it waits for somebody', () => {
    expect(failed(waiting, { reason: 'The shop answered 503.' }, '2026-11-25T12:00:01Z')).toMatchObject({
      todo: undefined,
      concluded: { conclusion: 'NotUnderstood', reason: 'Given up: The shop answered 503.' },
    });
  });
});

test('a payload is due to be removed 30 days after the order was settled, 90 days after it was held', () => {
  expect(conclude(placed, { conclusion: 'Placed' }, NOON).dueAt).toBe('2026-12-23T12:00:00Z');
  expect(conclude(placed, { conclusion: 'Held' }, NOON).dueAt).toBe('2027-02-21T12:00:00Z');
});

test('a number that is taken gets the platform’s own key behind it, within 64 characters', () => {
  const order = { platform: 'shopify', platformId: '8209' } as const;
  expect(numbersFor('1001', order)).toEqual(['1001', '1001-8209', '1001-8209-shopify']);
  expect(numbersFor('1001', { ...order, ordinal: 2 })[2]).toBe('1001-8209-shopify.2');
  const [, long = '', longer = ''] = numbersFor('9'.repeat(64), order);
  expect([long.length, long.endsWith('9-8209')]).toEqual([64, true]);
  expect([longer.length, longer.endsWith('9-8209-shopify')]).toEqual([64, true]);
});

test('an entry’s key is the platform and its own key of the order', () => {
  expect(entryKey(placed)).toBe('woocommerce#123');
});
