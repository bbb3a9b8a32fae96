import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { erase, isOf } from '../../../lib/domain/erase.ts';
import { Failure } from '../../../lib/domain/failure.ts';
import type { Note, NoteSource } from '../../../lib/domain/note.ts';
import type { Address, Order } from '../../../lib/domain/order.ts';
import { quoteMask } from '../../../lib/domain/without-person.ts';
import { requeue } from '../../../lib/domain/requeue.ts';
import { aContent, anOrder, NOON } from '../../support/an-order.ts';

const NOW = '2026-12-01T09:00:00Z';

const dana: Address = {
  firstName: 'Dana',
  lastName: 'Reyes',
  company: 'Reyes Racing',
  address1: '12 Elm St',
  address2: 'Unit 4',
  city: 'Boise',
  state: 'ID',
  postalCode: '83702',
  country: 'US',
  phone: '208-555-0142',
  email: 'dana@example.com',
};
const friend: Address = {
  firstName: 'Zoë',
  lastName: 'Müller-Li',
  address1: 'Hauptstraße 7',
  city: 'Bonn',
  country: 'DE',
};
const nobody = { lastName: '(erased)', address1: '(erased)' };

const aNote = (text: string, source: NoteSource = 'staff'): Note => ({
  source,
  text,
  firstAt: NOON,
  lastAt: NOON,
  count: 1,
});
const done = {
  ...aNote('The person was erased from this order on request.', 'system'),
  firstAt: NOW,
  lastAt: NOW,
};

const aShippedOrder = (differs: Partial<Order> = {}): Order =>
  anOrder({ status: 'Shipped', content: aContent({ billTo: dana, shipTo: friend }), ...differs });

describe('erasing a person', () => {
  test('takes the person out of both addresses, and leaves everything that the books need', () => {
    const order = aShippedOrder({
      shipments: [{ trackingNumber: '1Z', carrier: 'UPS', shippedAt: NOON, recordedAt: NOON }],
      notes: [aNote('Called Dana Reyes.')],
    });
    expect(erase(order, { now: NOW })).toEqual({
      result: 'Erased',
      order: {
        ...order,
        content: {
          ...order.content,
          billTo: { ...nobody, city: 'Boise', state: 'ID', country: 'US' },
          shipTo: { ...nobody, city: 'Bonn', country: 'DE' },
        },
        notes: [aNote('Called *** ***.'), done],
        erasedAt: NOW,
        updatedAt: NOW,
      },
    });
  });

  test('leaves an order without a shipping address without one', () => {
    const { order } = erase(anOrder({ status: 'Canceled' }), { now: NOW });
    expect(order.content).not.toHaveProperty('shipTo.city');
  });

  test('again changes nothing', () => {
    const { order } = erase(aShippedOrder({ notes: [aNote('Dana')] }), { now: NOW });
    const again = erase(order, { now: '2027-01-01T00:00:00Z' });
    expect(again).toEqual({ order, result: 'AlreadyErased' });
    expect(again.order).toBe(order);
  });

  test('is refused while the order is outstanding: Lightspeed still needs the address', () => {
    const order = anOrder({ content: aContent({ billTo: dana }) });
    expect(erase(order, { now: NOW })).toEqual({ order, result: 'Outstanding' });
  });

  test.each(['Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'] as const)(
    'works in the status %s',
    (status) => {
      expect(erase(anOrder({ status }), { now: NOW }).result).toBe('Erased');
    },
  );

  test('with all notes empties those that somebody wrote, now or later, and masks ours', () => {
    const notes = [aNote('Her nickname is Dee.'), aNote('Part 7', 'lightspeed'), aNote('x', 'webstore')];
    const own = aNote('Left out: Reyes Racing', 'system');
    const emptied = [aNote('(erased)'), aNote('(erased)', 'lightspeed'), aNote('(erased)', 'webstore')];
    const order = aShippedOrder({ notes: [...notes, own] });
    const all = [...emptied, aNote('Left out: ***', 'system'), done];
    expect(erase(order, { now: NOW, allNotes: true }).order.notes).toEqual(all);
    const before = erase(order, { now: NOW }).order;
    const later = erase(before, { now: NOW, allNotes: true });
    expect(later.result).toBe('Erased');
    expect(later.order.notes.map(({ text }) => text)).toEqual([
      '(erased)',
      '(erased)',
      '(erased)',
      'Left out: ***',
      'The person was erased from this order on request.',
    ]);
  });

  test('makes an order that nobody can make outstanding again', () => {
    const { order } = erase(anOrder({ status: 'Downloaded' }), { now: NOW });
    expect(() => requeue(order, 'again', { source: 'webstore', now: NOW })).toThrow(
      new Failure('InvalidRequest', 'The person was erased from order 100234.'),
    );
  });
});

describe('a text that quotes a person is masked', () => {
  const mask = quoteMask({ billTo: dana, shipTo: friend });

  test.each([
    ['Call DANA at 208 555 0142, or +1 (208) 555-0142.', 'Call *** at ***, or ***.'],
    ['Mail to Dana@Example.com bounced', 'Mail to *** bounced'],
    ['No reyes   racing at 12  elm st, unit 4', 'No *** at ***, ***'],
    ['It is 14 Elm St.', 'It is 14 ***.'],
    ['Zoe Muller-Li, zip 83702', '*** ***, zip ***'],
    ['ZOË and Li and Mu\u0308ller.', '*** and ** and ***.'],
    ['Unknown part KA-49006-1234', 'Unknown part KA-49006-1234'],
    [
      'Danaher, 183702, 2085550142999, Elms Ave, Boise ID',
      'Danaher, 183702, 2085550142999, Elms Ave, Boise ID',
    ],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  test('whatever the person is called, and it never becomes longer', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(name, fc.string({ unit: 'grapheme' }), (lastName, text) => {
        const of = quoteMask({ billTo: { lastName, address1: 'x', city: 'y', country: 'z' } });
        const masked = of(`${text} ${lastName} ${text}`);
        expect(masked.length).toBeLessThanOrEqual(`${text} ${lastName} ${text}`.length);
        const letters = lastName.match(/[\p{L}\p{N}]/gu) ?? [];
        expect(letters.length > 1 && masked.includes(` ${lastName} `) && lastName.trim() !== '***').toBe(
          false,
        );
      }),
    );
  });
});

test('an order is of an email in any letter case, billed or shipped to', () => {
  const content = aContent({ billTo: { ...dana, email: ' Dana@Example.com' }, shipTo: friend });
  expect(isOf('dana@example.com ', content)).toBe(true);
  expect(isOf('dana@example.com', aContent({ billTo: friend, shipTo: dana }))).toBe(true);
  expect(isOf('ana@example.com', content)).toBe(false);
  expect(isOf('', aContent())).toBe(false);
});
