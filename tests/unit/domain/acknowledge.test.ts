import { describe, expect, test } from '@jest/globals';
import { type Acknowledgement, acknowledge, mergeAcknowledgements } from '../../../lib/domain/acknowledge.ts';
import type { Note } from '../../../lib/domain/note.ts';
import type { OrderStatus } from '../../../lib/domain/order.ts';
import { anOrder, NOON } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';

function said(differs: Partial<Acknowledgement> = {}): Acknowledgement {
  return { orderId: '100234', saysSuccess: false, failed: false, errors: [], ...differs };
}

function refusedFor(...errors: string[]): Acknowledgement {
  return said({ failed: true, errors });
}

function aNote(text: string, differs: Partial<Note> = {}): Note {
  return { source: 'lightspeed', text, firstAt: LATER, lastAt: LATER, count: 1, ...differs };
}

describe('an acknowledgement without errors', () => {
  test('makes an outstanding order downloaded, with the time', () => {
    expect(acknowledge(anOrder({ failedDownloads: 1 }), said(), LATER)).toEqual({
      order: anOrder({ status: 'Downloaded', failedDownloads: 1, downloadedAt: LATER, updatedAt: LATER }),
      result: 'Downloaded',
    });
  });

  test.each<[OrderStatus, string]>([
    ['Downloaded', 'AlreadyDownloaded'],
    ['PartiallyShipped', 'AlreadyDownloaded'],
    ['Shipped', 'AlreadyDownloaded'],
    ['Canceled', 'Canceled'],
  ])('of an order that is %s changes nothing: %s', (status, result) => {
    const order = anOrder({ status });
    const acknowledged = acknowledge(order, said({ saysSuccess: true }), LATER);

    expect(acknowledged).toEqual({ order, result });
    expect(acknowledged.order).toBe(order);
  });

  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['replaced after the last offer', '2026-11-23T12:30:00Z', '2026-11-23T12:00:00Z', true],
    [
      'replaced after the last offer, by an earlier clock',
      '2026-11-23T12:00:00Z',
      '2026-11-23T12:00:00.001Z',
      true,
    ],
    ['replaced, but never offered', '2026-11-23T12:00:00Z', undefined, false],
    ['never replaced', undefined, '2026-11-23T12:00:00Z', false],
  ])('of an order %s warns of an older version: %s', (_, replacedAt, lastAt, warns) => {
    const order = anOrder({ replacedAt, offers: { count: 1, lastAt } });
    const text =
      'Downloaded in an older version: it was replaced after Lightspeed had been offered it. Compare, or requeue.';

    expect(acknowledge(order, said(), LATER).order.notes).toEqual(
      warns ? [aNote(text, { source: 'system' })] : [],
    );
  });
});

describe('an acknowledgement with errors', () => {
  test('leaves the order outstanding, notes each error and counts the failed download', () => {
    expect(acknowledge(anOrder(), refusedFor('PART: Unknown part KA-1', 'No customer'), LATER)).toEqual({
      order: anOrder({
        failedDownloads: 1,
        updatedAt: LATER,
        notes: [aNote('PART: Unknown part KA-1'), aNote('No customer')],
      }),
      result: 'ErrorsRecorded',
    });
  });

  test('repeated, is counted on the same note', () => {
    const once = acknowledge(anOrder(), refusedFor('Unknown part'), NOON).order;

    expect(acknowledge(once, refusedFor('Unknown part'), LATER)).toEqual({
      order: anOrder({
        failedDownloads: 2,
        updatedAt: LATER,
        notes: [aNote('Unknown part', { firstAt: NOON, count: 2 })],
      }),
      result: 'ErrorsRecorded',
    });
  });

  test('without a word notes that it said none', () => {
    expect(acknowledge(anOrder(), refusedFor(), LATER).order.notes).toEqual([
      aNote('Refused without a reason.'),
    ]);
  });

  test.each<[OrderStatus, string]>([
    ['Downloaded', 'AlreadyDownloaded'],
    ['Shipped', 'AlreadyDownloaded'],
    ['Canceled', 'Canceled'],
  ])('of an order that is %s is noted and moves nothing: %s', (status, result) => {
    const order = anOrder({ status });

    expect(acknowledge(order, refusedFor('Too late'), LATER)).toEqual({
      order: { ...order, updatedAt: LATER, notes: [aNote('Too late')] },
      result,
    });
  });
});

describe('acknowledgements of one request', () => {
  test('stay in the order of the request, one for each order named', () => {
    const merged = mergeAcknowledgements(
      [said({ orderId: 'b' }), said({ orderId: 'a' }), said({ orderId: 'b' })],
      [],
    );

    expect(merged).toEqual([said({ orderId: 'b' }), said({ orderId: 'a' })]);
  });

  test.each<[string, Acknowledgement[]]>([
    ['first', [refusedFor('x'), said({ saysSuccess: true })]],
    ['last', [said({ saysSuccess: true }), refusedFor('x')]],
  ])('let the failure win that comes %s', (_, both) => {
    expect(mergeAcknowledgements(both, [])).toEqual([refusedFor('x')]);
  });

  test('share the errors outside of any order, but for orders that say they succeeded', () => {
    const merged = mergeAcknowledgements(
      [
        said({ orderId: 'silent' }),
        said({ orderId: 'succeeded', saysSuccess: true }),
        said({ orderId: 'failed', failed: true, errors: ['own'] }),
        said({ orderId: 'both', saysSuccess: true, failed: true }),
        said({ orderId: 'twice', saysSuccess: true }),
        said({ orderId: 'twice' }),
      ],
      ['Database is locked'],
    );

    expect(merged).toEqual([
      said({ orderId: 'silent', failed: true, errors: ['Database is locked'] }),
      said({ orderId: 'succeeded', saysSuccess: true }),
      said({ orderId: 'failed', failed: true, errors: ['own', 'Database is locked'] }),
      said({ orderId: 'both', saysSuccess: true, failed: true, errors: ['Database is locked'] }),
      said({ orderId: 'twice', failed: true, errors: ['Database is locked'] }),
    ]);
  });

  test('keep the same error once, and twenty different ones; the rest is counted', () => {
    const errors = Array.from({ length: 25 }, (_, index) => `Error ${index + 1}`);
    const [merged] = mergeAcknowledgements([refusedFor(...errors, ...errors)], []);

    expect(merged?.errors).toEqual([...errors.slice(0, 20), '… and 5 more errors.']);
  });

  test('leave what they were merged from as it was', () => {
    const first = Object.freeze(refusedFor('one'));
    mergeAcknowledgements([first, refusedFor('two')], ['three']);

    expect(first).toEqual(refusedFor('one'));
  });
});
