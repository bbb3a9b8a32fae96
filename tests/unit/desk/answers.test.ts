import { describe, expect, test } from '@jest/globals';
import type { Conclusion, InboxEntry } from '../../../lib/domain/inbox.ts';
import type { Note } from '../../../lib/domain/note.ts';
import type { Order } from '../../../lib/domain/order.ts';
import type { Facts } from '../../../lib/desk/explain/facts.ts';
import { storyOf } from '../../../lib/desk/explain/story.ts';
import { inConsole, inTerminal } from '../../../lib/desk/explain/ways.ts';
import { aContent, anOrder } from '../../support/an-order.ts';

/*
 * An order of 18:00, asked about at 20:00. Unless a case says otherwise, Lightspeed polls every five minutes and last
 * did at 19:58.
 */

const NOW = '2026-11-23T20:00:00Z';
const at = (time: string) => `2026-11-23T${time}:00Z`;
const polling = ['19:58', '19:53', '19:48', '19:43'].map(at);
const stopped = ['18:58', '18:53', '18:48', '18:43'].map(at);

function facts(differs: Partial<Facts> = {}): Facts {
  return {
    stage: 'prod',
    store: { id: 'coolbike', name: 'Cool Bike', enabled: true },
    orderId: '1234',
    otherStores: [],
    activity: { polls: polling },
    ahead: 0,
    batchSize: 30,
    now: NOW,
    ...differs,
  };
}

/** The facts of an order that came at 18:00. */
function factsOf(order: Partial<Order>, differs: Partial<Facts> = {}): Facts {
  const { status = 'New' } = order;
  const usual = {
    orderId: '1234',
    content: aContent({ placedAt: at('17:59') }),
    receivedAt: at('18:00'),
    ...(status === 'New' && { outstandingSince: at('18:00') }),
    ...(status !== 'New' && { downloadedAt: status === 'Canceled' ? undefined : at('18:10') }),
    ...(status === 'Canceled' && { canceledAt: at('18:30') }),
  };
  return facts({ found: { order: anOrder({ ...usual, ...order }) }, ...differs });
}

function aNote(source: Note['source'], text: string, time: string): Note {
  return { source, text, firstAt: at(time), lastAt: at(time), count: 1 };
}

const offered = { count: 3, firstAt: at('18:03'), lastAt: at('19:53') };
const pinned = { id: 'coolbike', name: 'Cool Bike', enabled: true, machineAddress: '00:1A:2B:3C:4D:5E' };
const turnedAway = (
  kind: 'no header arrived' | 'unreadable header' | 'wrong credentials',
  time = '19:59',
) => ({
  lastRejection: { at: at(time), kind, face: 'lightspeed' as const },
});
const refused = {
  failedDownloads: 3,
  offers: offered,
  notes: [aNote('lightspeed', 'Unknown part\u001b[31m KA-1', '19:53')],
};

const delivery = (conclusion: Conclusion, reason: string): InboxEntry => ({
  platform: 'woocommerce',
  platformId: '123',
  version: '1',
  digest: 'x',
  deleted: false,
  number: '1234',
  takenIds: [],
  concluded: { conclusion, reason, version: '1', at: at('19:00') },
  firstAt: at('19:00'),
  lastAt: at('19:00'),
  deliveries: 1,
  attempts: 0,
});

const cases: [string, Facts, string, string][] = [
  [
    'the shop’s order is not paid',
    facts({ delivery: delivery('Held', 'Its status in the shop is on-hold.') }),
    'The shop has sent it, and it is held until it is paid.',
    'Nothing. It goes when the shop says that it is paid. Its status in the shop is on-hold.',
  ],
  [
    'the shop’s order makes no sense',
    facts({ delivery: delivery('NotUnderstood', '/total must be an amount.') }),
    'The shop has sent it, and it could not be read.',
    '/total must be an amount. Mend the order in the shop, or have it read again: npm run platforms -- --stage prod not-understood coolbike --again',
  ],
  [
    'the shop’s order is a test',
    facts({ delivery: delivery('Ignored', 'It is a test order.') }),
    'The shop has sent it, and it does not go to Lightspeed.',
    'Nothing. It is a test order.',
  ],
  [
    'the store has no such order',
    facts(),
    'The webstore has not sent it.',
    'Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike (PUT /orders/1234), and have it sent again.',
  ],
  [
    'another store has it',
    facts({ otherStores: ['a-bikes', 'b-bikes'] }),
    'This store has no such order, but another one has.',
    'Look there: npm run explain -- --stage prod --store a-bikes 1234 (also in b-bikes). If it belongs to coolbike, its webstore sent it to the wrong host.',
  ],
  [
    'one other store has it',
    facts({ otherStores: ['a-bikes'] }),
    'This store has no such order, but another one has.',
    'Look there: npm run explain -- --stage prod --store a-bikes 1234. If it belongs to coolbike, its webstore sent it to the wrong host.',
  ],
  [
    'the webstore came with a wrong token yesterday',
    facts({ lastRejection: { at: '2026-11-22T20:00:00Z', kind: 'wrong credentials', face: 'webstore' } }),
    'The webstore has not sent it, and was turned away lately.',
    'A call to its orders was turned away 24 hours ago: wrong credentials. If none of its orders arrives, compare its API token; npm run stores -- --stage prod rotate-token coolbike makes a new one. Then have the order sent again.',
  ],
  [
    'the webstore came with a wrong token a month ago',
    facts({ lastRejection: { at: '2026-10-24T20:00:00Z', kind: 'wrong credentials', face: 'webstore' } }),
    'The webstore has not sent it.',
    'Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike (PUT /orders/1234), and have it sent again.',
  ],
  [
    'it was Lightspeed that came with a wrong password',
    facts(turnedAway('wrong credentials')),
    'The webstore has not sent it.',
    'Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike (PUT /orders/1234), and have it sent again.',
  ],
  [
    'its item is damaged',
    facts({ found: { damageNotes: [] } }),
    'It is stored, but its item is damaged and cannot be read.',
    'Tell whoever runs this service: the item store = "coolbike", orderId = "1234" of the orders table of stage prod must be mended. It holds up no other order.',
  ],
  [
    'canceled, but shipped',
    factsOf({
      status: 'Canceled',
      shipments: [{ trackingNumber: 'T1', shippedAt: at('18:40'), recordedAt: at('18:40') }],
    }),
    'It was canceled, and yet it has shipped.',
    'Find out what was sent, and settle it with the customer.',
  ],
  [
    'canceled in Lightspeed',
    factsOf({
      status: 'Canceled',
      downloadedAt: at('18:10'),
      notes: [aNote('lightspeed', 'Discontinued', '18:30')],
    }),
    'It was canceled in Lightspeed.',
    'Nothing. If the customer still wants it, it needs a new order with a new number.',
  ],
  [
    'canceled on the webstore, downloaded',
    factsOf({
      status: 'Canceled',
      downloadedAt: at('18:10'),
      offers: offered,
      notes: [aNote('webstore', 'Changed his mind', '18:30')],
    }),
    'It was canceled after Lightspeed had downloaded it.',
    'See that it is voided in Lightspeed too. Lightspeed is not told.',
  ],
  [
    'canceled on the webstore, offered',
    factsOf({ status: 'Canceled', offers: offered, notes: [aNote('webstore', 'Changed his mind', '18:30')] }),
    'It was canceled after it had been offered.',
    'Look for it in Lightspeed, which never said that it took it. If it is there, void it.',
  ],
  [
    'canceled on the webstore, never offered',
    factsOf({ status: 'Canceled', notes: [aNote('webstore', 'Changed his mind', '18:30')] }),
    'It was canceled before Lightspeed was offered it.',
    'Nothing. It is never offered.',
  ],
  [
    'canceled with a reason that was there before',
    factsOf({ status: 'Canceled', notes: [aNote('lightspeed', 'Out of stock', '18:20')] }),
    'It was canceled before Lightspeed was offered it.',
    'Nothing. It is never offered.',
  ],
  ['shipped', factsOf({ status: 'Shipped' }), 'Lightspeed has it, and has shipped it.', 'Nothing.'],
  [
    'shipped in part',
    factsOf({ status: 'PartiallyShipped' }),
    'Lightspeed has it, and has shipped a part of it.',
    'Wait until the rest is shipped.',
  ],
  [
    'downloaded in an older version',
    factsOf({ status: 'Downloaded', offers: offered, replacedAt: at('18:05') }),
    'Lightspeed has an older version of it.',
    "Compare the order in Lightspeed with the webstore's. To have the new version offered, delete it in Lightspeed, then have the webstore call POST /orders/1234/requeue with a reason: it is offered again.",
  ],
  [
    'downloaded, with an error afterwards',
    factsOf({ status: 'Downloaded', notes: [aNote('lightspeed', 'Duplicate order', '18:20')] }),
    'Lightspeed has it, and reported an error afterwards.',
    'Look for it in Lightspeed: it said "Duplicate order". If it is not there, have the webstore call POST /orders/1234/requeue with a reason: it is offered again.',
  ],
  [
    'downloaded, refused before',
    factsOf({ status: 'Downloaded', notes: [aNote('lightspeed', 'Unknown part', '18:05')] }),
    'Lightspeed has it.',
    'Look for it in Lightspeed by its number, also under the other locations. If staff deleted it there, have the webstore call POST /orders/1234/requeue with a reason: it is offered again.',
  ],
  [
    'downloaded while Lightspeed is silent now',
    factsOf({ status: 'Downloaded' }, { activity: { polls: stopped } }),
    'Lightspeed has it.',
    'Look for it in Lightspeed by its number, also under the other locations. If staff deleted it there, have the webstore call POST /orders/1234/requeue with a reason: it is offered again.',
  ],
  [
    'placed before the start point',
    factsOf({}, { store: { id: 'coolbike', name: 'Cool Bike', enabled: false, startAt: at('18:00') } }),
    'It is not offered, because it was placed before the store’s start point.',
    'If Lightspeed should get it, move the start point from 2026-11-23T18:00:00Z back: npm run stores -- --stage prod set coolbike --start 2026-11-23T17:59:00Z. All orders placed since then go out too.',
  ],
  [
    'placed at the very start point',
    factsOf({}, { store: { id: 'coolbike', name: 'Cool Bike', enabled: true, startAt: at('17:59') } }),
    'Lightspeed has polled since it came, but was not offered it.',
    'It is among the next: look again after the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. If it is still not offered, look in the log of that poll for failures.',
  ],
  [
    'the store is off',
    factsOf(
      {},
      { store: { ...pinned, enabled: false }, activity: { polls: [] }, ...turnedAway('wrong credentials') },
    ),
    'The store is switched off here.',
    'When the dealer is ready: npm run stores -- --stage prod enable coolbike. The order goes out with the next poll.',
  ],
  [
    'never polled',
    factsOf({}, { activity: { polls: [] } }),
    'Lightspeed has never polled.',
    'Press Test Connection in Lightspeed, System > Preferences > Location > Web Orders, and switch Enabled on. npm run stores -- --stage prod show coolbike says what belongs there.',
  ],
  [
    'never polled, and the webstore came with a wrong token',
    factsOf(
      {},
      {
        activity: { polls: [] },
        lastRejection: { at: at('19:59'), kind: 'wrong credentials', face: 'webstore' },
      },
    ),
    'Lightspeed has never polled.',
    'Press Test Connection in Lightspeed, System > Preferences > Location > Web Orders, and switch Enabled on. npm run stores -- --stage prod show coolbike says what belongs there.',
  ],
  [
    'never polled, wrong credentials',
    factsOf({}, { activity: { polls: [] }, ...turnedAway('wrong credentials') }),
    'Lightspeed calls, but with wrong credentials.',
    'It last tried 60 seconds ago. In Lightspeed, System > Preferences > Location > Web Orders, compare User and Password: npm run stores -- --stage prod show coolbike says what belongs there; rotate-password coolbike makes a new password if the old one is lost.',
  ],
  [
    'never polled, unreadable credentials',
    factsOf({}, { activity: { polls: [] }, ...turnedAway('unreadable header') }),
    'Lightspeed calls, but its credentials cannot be read.',
    "It last tried 60 seconds ago. In Lightspeed, System > Preferences > Location > Web Orders, enter User and Password once more, by hand, and press Test Connection. If it stays, a proxy of the dealer's changes the call.",
  ],
  [
    'never polled, no credentials',
    factsOf({}, { activity: { polls: [] }, ...turnedAway('no header arrived') }),
    'Lightspeed calls, but without credentials.',
    'It last tried 60 seconds ago. In Lightspeed, System > Preferences > Location > Web Orders, fill in User and Password, and press Test Connection. (A browser that opens the URL looks like this too.)',
  ],
  [
    'never polled, pinned',
    factsOf({}, { activity: { polls: [] }, store: pinned }),
    'Lightspeed does not get through to this store, which is pinned to one machine.',
    'Compare Machine Address in Lightspeed, System > Preferences > Location > Web Orders, with 00:1A:2B:3C:4D:5E. If the server was replaced: npm run stores -- --stage prod pin coolbike ADDRESS. If they are equal, see whether Enabled is on there and the server runs.',
  ],
  [
    'silent',
    factsOf({}, { activity: { polls: stopped } }),
    'Lightspeed is silent.',
    'It polled every 5 minutes until 62 minutes ago. See whether the Lightspeed server runs and reaches the internet, and whether Enabled is on in System > Preferences > Location > Web Orders. Then press Test Connection there. The order goes out with the next poll.',
  ],
  [
    'silent since it comes with wrong credentials',
    factsOf({}, { activity: { polls: stopped }, store: pinned, ...turnedAway('wrong credentials') }),
    'Lightspeed calls, but with wrong credentials.',
    'It last tried 60 seconds ago. In Lightspeed, System > Preferences > Location > Web Orders, compare User and Password: npm run stores -- --stage prod show coolbike says what belongs there; rotate-password coolbike makes a new password if the old one is lost.',
  ],
  [
    'silent, long after wrong credentials',
    factsOf({}, { activity: { polls: stopped }, ...turnedAway('wrong credentials', '18:00') }),
    'Lightspeed is silent.',
    'It polled every 5 minutes until 62 minutes ago. See whether the Lightspeed server runs and reaches the internet, and whether Enabled is on in System > Preferences > Location > Web Orders. Then press Test Connection there. The order goes out with the next poll.',
  ],
  [
    'silent, and refused before',
    factsOf(refused, { activity: { polls: stopped } }),
    'Lightspeed is silent.',
    'It polled every 5 minutes until 62 minutes ago. See whether the Lightspeed server runs and reaches the internet, and whether Enabled is on in System > Preferences > Location > Web Orders. Then press Test Connection there. The order goes out with the next poll.',
  ],
  [
    'silent, pinned',
    factsOf({}, { activity: { polls: stopped }, store: pinned }),
    'Lightspeed does not get through to this store, which is pinned to one machine.',
    'Compare Machine Address in Lightspeed, System > Preferences > Location > Web Orders, with 00:1A:2B:3C:4D:5E. If the server was replaced: npm run stores -- --stage prod pin coolbike ADDRESS. If they are equal, see whether Enabled is on there and the server runs.',
  ],
  [
    'polled twice, an hour and more ago',
    factsOf({}, { activity: { polls: [at('18:59'), at('18:54')] } }),
    'Lightspeed has polled a few times, but not recently.',
    'Its last poll was 61 minutes ago. See whether Enabled is on in Lightspeed, System > Preferences > Location > Web Orders, and which Request Interval stands there.',
  ],
  [
    'polling while somebody comes with wrong credentials',
    factsOf(refused, turnedAway('wrong credentials')),
    'Lightspeed refused it.',
    'Lightspeed said "Unknown part [31m KA-1". Put that right in Lightspeed, or have the webstore send a corrected order (PUT /orders/1234). It is offered with every poll until it is taken or canceled.',
  ],
  [
    'left out',
    factsOf({
      leftOutAt: at('19:58'),
      notes: [aNote('system', 'Left out of the answer to Lightspeed: it has no lines.', '19:58')],
    }),
    'It is left out of the answers, because it cannot be written.',
    'The reason: "it has no lines." Have the webstore send the order again with that corrected (PUT /orders/1234); the next poll offers it.',
  ],
  [
    'left out, then replaced',
    factsOf({
      leftOutAt: at('19:58'),
      replacedAt: at('19:59'),
      notes: [aNote('system', 'Left out of the answer to Lightspeed: it has no lines.', '19:58')],
    }),
    'The webstore replaced it, and the new content waits for the next poll.',
    'Wait for the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. It is the next one.',
  ],
  [
    'left out, then offered',
    factsOf({ leftOutAt: at('19:48'), offers: offered }),
    'It was offered, but Lightspeed acknowledges nothing.',
    "Look for it in Lightspeed. Whether or not it is there, Lightspeed's acknowledgement does not arrive: see in the log whether it is refused, or record what it sends: npm run wire -- --stage prod --store coolbike.",
  ],
  [
    'replaced after it was refused',
    factsOf({ ...refused, replacedAt: at('19:59') }),
    'The webstore replaced it, and the new content waits for the next poll.',
    'Wait for the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. It is the next one.',
  ],
  [
    'refused',
    factsOf(refused),
    'Lightspeed refused it.',
    'Lightspeed said "Unknown part [31m KA-1". Put that right in Lightspeed, or have the webstore send a corrected order (PUT /orders/1234). It is offered with every poll until it is taken or canceled.',
  ],
  [
    'refused, and the reason is no longer kept',
    factsOf({ ...refused, notes: [] }),
    'Lightspeed refused it.',
    'Its reason is no longer kept here: look for one in Lightspeed. Put that right in Lightspeed, or have the webstore send a corrected order (PUT /orders/1234). It is offered with every poll until it is taken or canceled.',
  ],
  [
    'offered just now',
    factsOf({ offers: { count: 1, firstAt: at('19:58'), lastAt: '2026-11-23T19:58:01Z' } }),
    'It was offered just now.',
    'Look again in two minutes: Lightspeed is importing it, and tells us when it is done.',
  ],
  [
    'offered, others are acknowledged',
    factsOf({ offers: offered }, { activity: { polls: polling, lastAcknowledgedAt: at('19:58') } }),
    'It was offered, but Lightspeed never acknowledged it, though it does others.',
    'Look for it in Lightspeed, and for a message there about its import: something in this order keeps Lightspeed from taking it. It is offered with every poll until it is acknowledged; corrected content (PUT /orders/1234) goes out with the next one.',
  ],
  [
    'offered, nothing is acknowledged since',
    factsOf({ offers: offered }, { activity: { polls: polling, lastAcknowledgedAt: at('18:02') } }),
    'It was offered, but Lightspeed acknowledges nothing.',
    "Look for it in Lightspeed. Whether or not it is there, Lightspeed's acknowledgement does not arrive: see in the log whether it is refused, or record what it sends: npm run wire -- --stage prod --store coolbike.",
  ],
  [
    'offered, nothing was ever acknowledged',
    factsOf({ offers: offered }),
    'It was offered, but Lightspeed acknowledges nothing.',
    "Look for it in Lightspeed. Whether or not it is there, Lightspeed's acknowledgement does not arrive: see in the log whether it is refused, or record what it sends: npm run wire -- --stage prod --store coolbike.",
  ],
  [
    'requeued, and not offered since',
    factsOf({ outstandingSince: at('19:59'), offers: offered }),
    'It came after the last poll.',
    'Wait for the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. It is the next one.',
  ],
  [
    'it came after the last poll',
    factsOf({ outstandingSince: at('19:59') }, { ahead: 1 }),
    'It came after the last poll.',
    'Wait for the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. 1 order is before it: it goes out with the next poll.',
  ],
  [
    'it came after the last poll, which is late',
    factsOf({ outstandingSince: at('20:00') }, { now: at('20:04') }),
    'It came after the last poll.',
    'Wait for the next poll, due 60 seconds ago. It is the next one.',
  ],
  [
    'it came after the first poll of all',
    factsOf({ outstandingSince: at('19:59') }, { activity: { polls: [at('19:58')] } }),
    'It came after the last poll.',
    'Wait for the next poll. It is the next one.',
  ],
  [
    'sixty are before it',
    factsOf({}, { ahead: 60 }),
    'It waits for its turn.',
    'Wait. 60 orders are before it: it goes out with poll 3 from now.',
  ],
  [
    'thirty are before it',
    factsOf({}, { ahead: 30 }),
    'It waits for its turn.',
    'Wait. 30 orders are before it: it goes out with poll 2 from now.',
  ],
  [
    'twenty-nine are before it',
    factsOf({}, { ahead: 29 }),
    'Lightspeed has polled since it came, but was not offered it.',
    'It is among the next: look again after the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. If it is still not offered, look in the log of that poll for failures.',
  ],
  [
    'placed before the start point, to the millisecond',
    factsOf(
      { content: aContent({ placedAt: '2026-11-23T17:59:05.123Z' }) },
      { store: { id: 'coolbike', name: 'Cool Bike', enabled: true, startAt: at('18:00') } },
    ),
    'It is not offered, because it was placed before the store’s start point.',
    'If Lightspeed should get it, move the start point from 2026-11-23T18:00:00Z back: npm run stores -- --stage prod set coolbike --start 2026-11-23T17:59:05Z. All orders placed since then go out too.',
  ],
];

describe('why an order is not in Lightspeed, and the next thing to do', () => {
  test.each(cases)('%s', (_, given, answer, next) => {
    const { answer: said, next: toDo } = storyOf(given, inTerminal);
    expect({ answer: said, next: toDo }).toEqual({ answer, next });
  });

  // The console does not look for an order in other stores.
  test.each(cases.filter(([, { otherStores }]) => otherStores.length === 0))(
    'in the console it is the same answer, and no command: %s',
    (_, given, answer) => {
      const told = storyOf(given, inConsole);
      expect(told.answer).toBe(answer);
      expect(told.next).not.toMatch(/npm run|--|ADDRESS|the log|PUT|POST/);
    },
  );

  test('what is done by a command in the terminal is done on a page of the console', () => {
    const told = cases
      .map(([, given]) => [storyOf(given, inTerminal), storyOf(given, inConsole)] as const)
      .filter(([terminal, console]) => terminal.next !== console.next)
      .map(([, { answer, next, page }]) => [answer, `${page ?? 'here'}: ${next}`]);
    expect(Object.fromEntries(told)).toEqual({
      'The shop has sent it, and it could not be read.':
        'webstore: /total must be an amount. Mend the order in the shop, or have it read again on the page Webstore.',
      'The webstore has not sent it.':
        'here: Compare the number letter by letter. If it is right, look in the webstore why it was not sent to coolbike, and have it sent again.',
      'It is left out of the answers, because it cannot be written.':
        'here: The reason: "it has no lines." Have the webstore send the order again with that corrected; the next poll offers it.',
      'It was offered, but Lightspeed never acknowledged it, though it does others.':
        'here: Look for it in Lightspeed, and for a message there about its import: something in this order keeps Lightspeed from taking it. It is offered with every poll until it is acknowledged; corrected content goes out with the next one.',
      'The webstore has not sent it, and was turned away lately.':
        'webstore: A call to its orders was turned away 24 hours ago: wrong credentials. If none of its orders arrives, compare its API token; the page Webstore makes a new one. Then have the order sent again.',
      'Lightspeed has an older version of it.':
        "here: Compare the order in Lightspeed with the webstore's. To have the new version offered, delete it in Lightspeed, then requeue it here: it is offered again.",
      'Lightspeed has it, and reported an error afterwards.':
        'here: Look for it in Lightspeed: it said "Duplicate order". If it is not there, requeue it here: it is offered again.',
      'Lightspeed has it.':
        'here: Look for it in Lightspeed by its number, also under the other locations. If staff deleted it there, requeue it here: it is offered again.',
      'It is not offered, because it was placed before the store’s start point.':
        'lightspeed: If Lightspeed should get it, move the start point from 2026-11-23T18:00:00Z back on the page LightSpeed. All orders placed since then go out too.',
      'Lightspeed refused it.':
        'here: Its reason is no longer kept here: look for one in Lightspeed. Put that right in Lightspeed, or have the webstore send a corrected order. It is offered with every poll until it is taken or canceled. When that is done, you may requeue it here: it waits like a new one.',
      'The store is switched off here.':
        'lightspeed: When the dealer is ready, enable the Web Order Module. The order goes out with the next poll.',
      'Lightspeed has never polled.':
        'lightspeed: Press Test Connection in Lightspeed, System > Preferences > Location > Web Orders, and switch Enabled on. The page LightSpeed says what belongs there.',
      'Lightspeed calls, but with wrong credentials.':
        'lightspeed: It last tried 60 seconds ago. In Lightspeed, System > Preferences > Location > Web Orders, compare User and Password: the page LightSpeed says what belongs there, and makes a new password if the old one is lost.',
      'Lightspeed does not get through to this store, which is pinned to one machine.':
        'lightspeed: Compare Machine Address in Lightspeed, System > Preferences > Location > Web Orders, with 00:1A:2B:3C:4D:5E. If the server was replaced, pin the new one. If they are equal, see whether Enabled is on there and the server runs.',
      'It was offered, but Lightspeed acknowledges nothing.':
        "wire: Look for it in Lightspeed. Whether or not it is there, Lightspeed's acknowledgement does not arrive: record what it sends on the page Wire.",
      'Lightspeed has polled since it came, but was not offered it.':
        'here: It is among the next: look again after the next poll, due at 2026-11-23 20:03:00 UTC, in 3 minutes. If it is still not offered, tell whoever runs this service.',
    });
  });
});
