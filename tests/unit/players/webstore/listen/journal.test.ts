import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Journal } from '../../../../../players/webstore/listen/journal.ts';
import { jsonLine, messageLine, summary } from '../../../../../players/webstore/listen/lines.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';

function body(type: string, sequence: number, data: object = {}): string {
  const order = { orderId: '100234', status: 'Shipped', updatedAt: '2026-11-24T18:04:05Z' };
  return JSON.stringify({
    type,
    timestamp: '2026-11-24T18:04:05Z',
    data: { store: 'coolbike', sequence, order, ...data },
  });
}

const shipments = [
  { trackingNumber: '1Z999AA10123456784', carrier: 'UPS', shippedAt: '2026-11-24T00:00:00Z' },
  { trackingNumber: '9400 1000', shippedAt: '2026-11-24T00:00:00Z' },
];

/** As the sender signs it, now. */
function delivery(id: string, text: string, { path = '/', by = secret } = {}) {
  const now = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, now, text),
  };
  return { at: new Date('2026-11-24T18:04:06.789Z'), path, headers, body: Buffer.from(text) };
}

const hear = (journal: Journal, id: string, text: string) => journal.hear(delivery(id, text), [secret]);

describe('a message', () => {
  test('that is signed is verified and told in a line', () => {
    const heard = hear(new Journal(), 'msg_1', body('order.shipped', 3, { shipments }));
    expect(heard).toMatchObject({
      type: 'order.shipped',
      orderId: '100234',
      sequence: 3,
      detail: 'UPS 1Z999AA10123456784, 9400 1000',
      whyNot: undefined,
      times: 1,
      late: false,
      faults: [],
    });
    expect(messageLine(heard, '204')).toBe(
      '18:04:06  100234      3    order.shipped     UPS 1Z999AA10123456784, 9400 1000  verified   204',
    );
  });

  test.each([
    ['order.refused', { errors: ['Unknown part KA-1', 'No tax class'] }, 'Unknown part KA-1; No tax class'],
    ['order.canceled', { reason: 'Voided: discontinued' }, 'Voided: discontinued'],
    ['order.downloaded', {}, ''],
  ])('%s says what happened', (type, data, detail) => {
    expect(hear(new Journal(), 'msg_1', body(type, 1, data))).toMatchObject({ type, detail });
  });

  test('may be signed by either of two secrets', () => {
    const signed = delivery('msg_1', body('order.downloaded', 1), { by: other });
    expect(new Journal().hear(signed, [secret, other]).whyNot).toBeUndefined();
    expect(new Journal().hear(signed, [secret]).whyNot).toBe('No matching signature found');
    expect(new Journal().hear(signed, []).whyNot).toBe('no secret was given');
  });

  test('with one byte changed is not verified', () => {
    const signed = delivery('msg_1', body('order.downloaded', 1));
    const changed = { ...signed, body: Buffer.from(body('order.downloaded', 2)) };
    expect(new Journal().hear(changed, [secret]).whyNot).toBe('No matching signature found');
  });

  test('that is not JSON, or speaks to the terminal, is told all the same', () => {
    const heard = hear(new Journal(), 'msg_1', '\u001b[2J');
    expect(messageLine(heard, '204')).toContain('(not readable)');
    const colored = hear(new Journal(), 'msg_2', body('order.\u001b[31mred', 1));
    expect(messageLine(colored, '204')).toContain('order.?[31mred');
  });
});

describe('the journal', () => {
  test('knows a repetition, and one with other bytes', () => {
    const journal = new Journal();
    hear(journal, 'msg_1', body('order.downloaded', 1));
    expect(hear(journal, 'msg_1', body('order.downloaded', 1))).toMatchObject({ times: 2, faults: [] });
    const third = hear(journal, 'msg_1', body('order.downloaded', 2));
    expect(third).toMatchObject({ times: 3, faults: ['other bytes than before'] });
    expect(messageLine(third, '204')).toMatch(/204, again \(3 times now\), FAULT: other bytes than before$/);
  });

  test('knows a message that comes after a later one of its order, and the repetition of one as none', () => {
    const journal = new Journal();
    expect(hear(journal, 'msg_1', body('order.downloaded', 1)).late).toBe(false);
    expect(hear(journal, 'msg_3', body('order.shipped', 3)).late).toBe(false);
    expect(hear(journal, 'msg_2', body('order.shipped', 2)).late).toBe(true);
    expect(hear(journal, 'msg_1', body('order.downloaded', 1)).late).toBe(false);
  });

  test('sums up', () => {
    const journal = new Journal();
    expect(summary(journal.total())).toBe('No message came.');
    for (const id of ['msg_1', 'msg_1', 'msg_2']) hear(journal, id, body('order.downloaded', 1));
    journal.taken('msg_1');
    journal.hear(delivery('msg_3', body('order.downloaded', 1), { by: other }), [secret]);
    journal.hear(delivery('msg_4', body('order.shipped', 4), { path: '/moved' }), [secret]);
    expect(summary(journal.total())).toBe(
      [
        '3 messages of 1 order in 5 deliveries.',
        '1 message came more than once.',
        '2 messages not yet answered with success.',
        '1 message NOT verified.',
        'FAULT: msg_4: the redirect was followed',
      ].join('\n'),
    );
  });

  test('no longer counts as unverified what was verified when it came again', () => {
    const journal = new Journal();
    const signed = delivery('msg_1', body('order.downloaded', 1));
    journal.hear(signed, []);
    expect(journal.total().notVerified).toBe(1);
    journal.hear(signed, [secret]);
    expect(journal.total().notVerified).toBe(0);
  });
});

test('a line of JSON has all of it, and the message as it was parsed', () => {
  const text = body('order.shipped', 3, { shipments });
  expect(JSON.parse(jsonLine(hear(new Journal(), 'msg_1', text), '204'))).toEqual({
    at: '2026-11-24T18:04:06.789Z',
    webhookId: 'msg_1',
    type: 'order.shipped',
    orderId: '100234',
    sequence: 3,
    detail: 'UPS 1Z999AA10123456784, 9400 1000',
    verified: true,
    times: 1,
    late: false,
    faults: [],
    answered: '204',
    message: JSON.parse(text),
  });
});
