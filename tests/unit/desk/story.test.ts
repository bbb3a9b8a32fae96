import { describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../../lib/desk/explain/events.ts';
import { tellStory } from '../../../lib/desk/explain/story.ts';
import type { Order } from '../../../lib/domain/order.ts';
import { aContent, anOrder } from '../../support/an-order.ts';

const at = (time: string) => `2026-11-23T${time}Z`;
const usual = {
  stage: 'prod',
  store: { id: 'coolbike', name: 'Cool Bike', enabled: true },
  orderId: '1234',
  otherStores: [],
  activity: { polls: ['19:58:00', '19:53:00', '19:48:00', '19:43:00'].map(at) },
  ahead: 0,
  batchSize: 30,
  now: at('20:00:00'),
};

describe('a story', () => {
  test('of an order that was requeued, and is refused', () => {
    const order = anOrder({
      orderId: '1234',
      content: aContent({ placedAt: at('17:59:58') }),
      receivedAt: at('18:00:00.500'),
      outstandingSince: at('19:00:00'),
      failedDownloads: 2,
      offers: { count: 3, firstAt: at('18:03:00'), lastAt: at('19:58:00') },
      notes: [
        {
          source: 'webstore',
          text: 'Deleted by mistake',
          firstAt: at('19:00:00'),
          lastAt: at('19:00:00'),
          count: 1,
        },
        {
          source: 'staff',
          text: 'Calls\non Friday',
          firstAt: at('19:10:00'),
          lastAt: at('19:10:00'),
          count: 1,
        },
        {
          source: 'lightspeed',
          text: 'Unknown part KA-1',
          firstAt: at('19:53:01'),
          lastAt: at('19:58:01'),
          count: 2,
        },
      ],
    });
    expect(tellStory({ ...usual, found: { order } })).toBe(`
  Order 1234 in store coolbike (Cool Bike) of stage prod, New

    2026-11-23 17:59:58 UTC   2 hours ago       The customer placed it.
    2026-11-23 18:00:00 UTC   119 minutes ago   The webstore sent it here.
    2026-11-23 18:03:00 UTC   117 minutes ago   First offered to Lightspeed.
    2026-11-23 19:00:00 UTC   60 minutes ago    The webstore had it offered again (requeue): Deleted by mistake
    2026-11-23 19:10:00 UTC   50 minutes ago    Staff noted: Calls on Friday
    2026-11-23 19:53:01 UTC   6 minutes ago     Lightspeed refused it: Unknown part KA-1 (2 times, last at 2026-11-23 19:58:01 UTC)
    2026-11-23 19:58:00 UTC   2 minutes ago     Last offered to Lightspeed: 3 times in all.

    Lightspeed last polled at 2026-11-23 19:58:00 UTC, 2 minutes ago, usually every 5 minutes.

  Answer: Lightspeed refused it.
  Next:   Lightspeed said "Unknown part KA-1". Put that right in Lightspeed, or have the webstore send a corrected order (PUT /orders/1234). It is offered with every poll until it is taken or canceled.
`);
  });

  test('of an order that has shipped', () => {
    const shipment = (n: number) => ({
      trackingNumber: `T${n}`,
      carrier: 'UPS',
      shippedAt: at('19:00:00'),
      recordedAt: at(`19:00:${n + 10}`),
      ...(n === 1 && { items: [{ sku: 'KA-1', quantity: 1 }] }),
    });
    const order = anOrder({
      orderId: '1234',
      status: 'Shipped',
      content: aContent({ placedAt: at('18:00:00') }),
      receivedAt: at('18:00:01'),
      offers: { count: 1, firstAt: at('18:03:00'), lastAt: at('18:03:00') },
      downloadedAt: at('18:03:02'),
      shippedAt: at('19:00:00'),
      shipments: Array.from({ length: 12 }, (_, n) => shipment(n + 1)),
    });
    expect(tellStory({ ...usual, found: { order } })).toBe(`
  Order 1234 in store coolbike (Cool Bike) of stage prod, Shipped

    2026-11-23 18:00:00 UTC   2 hours ago       The customer placed it.
    2026-11-23 18:00:01 UTC   119 minutes ago   The webstore sent it here.
    2026-11-23 18:03:00 UTC   117 minutes ago   Offered to Lightspeed, once so far.
    2026-11-23 18:03:02 UTC   116 minutes ago   Lightspeed took it: downloaded.
    2026-11-23 19:00:11 UTC   59 minutes ago    Shipped, a part of it: UPS T1.
    2026-11-23 19:00:12 UTC   59 minutes ago    Shipped: UPS T2.
    2026-11-23 19:00:13 UTC   59 minutes ago    Shipped: UPS T3.
    2026-11-23 19:00:14 UTC   59 minutes ago    Shipped: UPS T4.
    2026-11-23 19:00:15 UTC   59 minutes ago    Shipped: UPS T5.
    2026-11-23 19:00:16 UTC   59 minutes ago    Shipped: UPS T6.
    2026-11-23 19:00:17 UTC   59 minutes ago    Shipped: UPS T7.
    2026-11-23 19:00:18 UTC   59 minutes ago    Shipped: UPS T8.
    2026-11-23 19:00:19 UTC   59 minutes ago    Shipped: UPS T9.
    2026-11-23 19:00:20 UTC   59 minutes ago    Shipped: UPS T10.
    2026-11-23 19:00:21 UTC   59 minutes ago    … and 2 more shipments.

    Lightspeed last polled at 2026-11-23 19:58:00 UTC, 2 minutes ago, usually every 5 minutes.

  Answer: Lightspeed has it, and has shipped it.
  Next:   Nothing.
`);
  });

  test('of an order that was refused, replaced, downloaded in the older version, and canceled on the webstore', () => {
    const note = (source: 'webstore' | 'lightspeed' | 'system', text: string, time: string) => ({
      source,
      text,
      firstAt: at(time),
      lastAt: at(time),
      count: 1,
    });
    const order = anOrder({
      orderId: '1234',
      status: 'Canceled',
      content: aContent({ placedAt: at('18:00:00') }),
      receivedAt: at('18:00:01'),
      offers: { count: 2, firstAt: at('18:03:00'), lastAt: at('18:08:00') },
      replacedAt: at('18:08:01'),
      downloadedAt: at('18:08:02'),
      canceledAt: at('18:30:00'),
      notes: [
        note('lightspeed', 'Unknown part', '18:03:01'),
        note('system', 'Downloaded in an older version: compare.', '18:08:02'),
        note('lightspeed', 'Duplicate', '18:09:00'),
        note('webstore', 'Changed his mind', '18:30:00'),
        note('system', 'Canceled on the webstore: void it in Lightspeed too.', '18:30:00'),
        note('lightspeed', 'Voided', '18:40:00'),
      ],
    });
    expect(tellStory({ ...usual, activity: { polls: [] }, found: { order } })).toBe(`
  Order 1234 in store coolbike (Cool Bike) of stage prod, Canceled

    2026-11-23 18:00:00 UTC   2 hours ago       The customer placed it.
    2026-11-23 18:00:01 UTC   119 minutes ago   The webstore sent it here.
    2026-11-23 18:03:00 UTC   117 minutes ago   First offered to Lightspeed.
    2026-11-23 18:03:01 UTC   116 minutes ago   Lightspeed refused it: Unknown part
    2026-11-23 18:08:00 UTC   112 minutes ago   Last offered to Lightspeed: 2 times in all.
    2026-11-23 18:08:01 UTC   111 minutes ago   The webstore replaced it. Lightspeed was not offered the new content yet.
    2026-11-23 18:08:02 UTC   111 minutes ago   Lightspeed took it: downloaded.
    2026-11-23 18:08:02 UTC   111 minutes ago   Noted: Downloaded in an older version: compare.
    2026-11-23 18:09:00 UTC   111 minutes ago   Lightspeed said afterwards: Duplicate
    2026-11-23 18:30:00 UTC   90 minutes ago    Canceled on the webstore.
    2026-11-23 18:30:00 UTC   90 minutes ago    The webstore’s reason to cancel it: Changed his mind
    2026-11-23 18:30:00 UTC   90 minutes ago    Noted: Canceled on the webstore: void it in Lightspeed too.
    2026-11-23 18:40:00 UTC   80 minutes ago    Lightspeed on the cancellation: Voided

    Lightspeed has never polled this store.

  Answer: It was canceled after Lightspeed had downloaded it.
  Next:   See that it is voided in Lightspeed too. Lightspeed is not told.
`);
  });

  test('of an order that staff requeued, noted and canceled in the console, and who it was', () => {
    const note = (text: string, time: string, by?: string) => ({
      source: 'staff' as const,
      text,
      ...(by !== undefined && { by }),
      firstAt: at(time),
      lastAt: at(time),
      count: 1,
    });
    const notes = [
      note('The part is there now', '18:10:00', 'clerk@example.com'),
      note('Calls on Friday', '18:20:00', 'boss@example.com'),
      note('Called', '18:25:00'),
    ];
    const order = anOrder({
      orderId: '1234',
      content: aContent({ placedAt: at('17:59:00') }),
      receivedAt: at('18:00:00'),
      outstandingSince: at('18:10:00'),
      notes,
    });
    const canceled = anOrder({
      ...order,
      status: 'Canceled',
      canceledAt: at('18:30:00'),
      outstandingSince: undefined,
      notes: [note('Sold out', '18:30:00', 'boss@example.com')],
    });
    const told = (of: Order) => eventsOf(of).map(({ text }) => text);
    expect(told(order)).toEqual([
      'The customer placed it.',
      'The webstore sent it here.',
      'clerk@example.com requeued it: The part is there now',
      'boss@example.com noted: Calls on Friday',
      'Staff noted: Called',
    ]);
    expect(told(canceled)).toEqual([
      'The customer placed it.',
      'The webstore sent it here.',
      'Canceled by staff.',
      'boss@example.com canceled it: Sold out',
    ]);
  });

  test('of an item that cannot be read', () => {
    const text = 'Left out of the answer to Lightspeed: it could not be read from the database.';
    const damageNotes = [
      { source: 'system' as const, text, firstAt: at('18:03:00'), lastAt: at('19:58:00'), count: 24 },
    ];
    expect(tellStory({ ...usual, found: { damageNotes } })).toBe(`
  Order 1234 in store coolbike (Cool Bike) of stage prod

    2026-11-23 18:03:00 UTC   117 minutes ago   Left out of the answer to Lightspeed: it could not be read from the database. (24 times, last at 2026-11-23 19:58:00 UTC)

    Lightspeed last polled at 2026-11-23 19:58:00 UTC, 2 minutes ago, usually every 5 minutes.

  Answer: It is stored, but its item is damaged and cannot be read.
  Next:   Tell whoever runs this service: the item store = "coolbike", orderId = "1234" of the orders table of stage prod must be mended. It holds up no other order.
`);
  });

  test('of an order that the store does not have', () => {
    expect(tellStory({ ...usual, activity: { polls: [at('19:58:00')] } })).toBe(`
  Order 1234 in store coolbike (Cool Bike) of stage prod

    Lightspeed last polled at 2026-11-23 19:58:00 UTC, 2 minutes ago.

  Answer: The webstore has not sent it.
  Next:   Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike (PUT /orders/1234), and have it sent again.
`);
  });
});
