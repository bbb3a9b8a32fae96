import { describe, expect, test } from '@jest/globals';
import type { ConnectionStatus } from '../../../lib/domain/connection-status.ts';
import type { StoreStatus } from '../../../lib/domain/status.ts';
import { seenJson, showStore, showStores } from '../../../operations/status/show.ts';

const NOW = '2026-11-23T20:00:00Z';

function aStatus(differs: Partial<StoreStatus> = {}): StoreStatus {
  return {
    store: 'coolbike',
    name: 'Cool Bike',
    enabled: true,
    lastPolledAt: '2026-11-23T19:58:00Z',
    lastAcknowledgedAt: '2026-11-23T19:00:00Z',
    lastShippedAt: null,
    usualPollSeconds: 300,
    silentSince: null,
    outstanding: 0,
    refused: 0,
    leftOut: 0,
    beforeStart: 0,
    oldestOutstanding: null,
    lastRejection: null,
    messagesPending: 0,
    messagesFailed: 0,
    webhook: null,
    platforms: [],
    ...differs,
  };
}

const waitingSince = (since: string, ageSeconds: number) => ({
  outstanding: 1,
  oldestOutstanding: { orderId: '1', since, ageSeconds },
});

describe('all stores', () => {
  test('are shown worst first: unreadable, silent the longest, in trouble, waiting the longest, then by id', () => {
    const silent = (store: string, silentSince: string) =>
      aStatus({ store, silentSince, lastPolledAt: silentSince });
    const statuses = [
      aStatus({ store: 'idle-b' }),
      aStatus({ store: 'idle-a', usualPollSeconds: null }),
      aStatus({ store: 'waits', refused: 1, ...waitingSince('2026-11-23T19:50:00Z', 600) }),
      aStatus({ store: 'waits-longer', ...waitingSince('2026-11-23T19:00:00.5Z', 3599) }),
      silent('silent', '2026-11-23T19:00:00Z'),
      silent('silent-longer', '2026-11-23T18:00:00.250Z'),
      aStatus({
        store: 'never',
        lastPolledAt: null,
        usualPollSeconds: null,
        lastRejection: { at: '2026-11-23T19:59:00Z', kind: 'wrong credentials', face: 'lightspeed' },
        ...waitingSince('2026-11-22T20:00:00Z', 86_400),
      }),
      aStatus({ store: 'off', enabled: false }),
    ];
    const unreadable = [
      { storeId: 'z', reason: 'The database did not answer.' },
      { storeId: 'damaged', reason: 'Its item is damaged.' },
    ];
    const seen = { statuses, unreadable, notSeen: 0 };
    expect(seenJson(seen, NOW)).toMatchObject({
      stores: [
        { store: 'silent-longer' },
        { store: 'silent' },
        { store: 'never' },
        { store: 'waits' },
      ].concat([{ store: 'waits-longer' }, { store: 'idle-a' }, { store: 'idle-b' }, { store: 'off' }]),
      unreadable: [
        { store: 'z', reason: 'The database did not answer.' },
        { store: 'damaged', reason: 'Its item is damaged.' },
      ],
      notSeen: 0,
    });
    expect(showStores(seen, NOW)).toBe(`Store          Lightspeed          Last poll        Waiting  Refused
damaged        CANNOT BE READ
z              CANNOT BE READ
silent-longer  SILENT              119 minutes ago  0        0
silent         SILENT              60 minutes ago   0        0
never          never polled        never            1        0
waits          polling             2 minutes ago    1        1
waits-longer   polling             2 minutes ago    1        0
idle-a         polled a few times  2 minutes ago    0        0
idle-b         polling             2 minutes ago    0        0
off            switched off here   2 minutes ago    0        0
Left out to fit 80 columns: Usually every, Oldest waits, Last turned away.
10 stores: 2 cannot be read, 2 silent, 3 orders waiting, 1 refused.
damaged cannot be read: Its item is damaged.
z cannot be read: The database did not answer.`);
  });

  test('are told in full where there is room', () => {
    process.env['COLUMNS'] = '132';
    const lastRejection = {
      at: '2026-11-23T19:59:00Z',
      kind: 'wrong credentials',
      face: 'lightspeed',
    } as const;
    const waits = aStatus({ lastRejection, ...waitingSince('2026-11-23T19:50:00Z', 600) });
    expect(showStores({ statuses: [waits], unreadable: [], notSeen: 0 }, NOW)).toBe(
      `Store     Lightspeed  Last poll      Usually every  Waiting  Oldest waits  Refused  Last turned away
coolbike  polling     2 minutes ago  5 minutes      1        10 minutes    0        Lightspeed: wrong credentials, 60 seconds ago
1 store: 0 silent, 1 order waiting, 0 refused.`,
    );
    delete process.env['COLUMNS'];
  });

  test('are counted with the orders that cannot be written', () => {
    const stuck = aStatus({ ...waitingSince('2026-11-23T19:50:00Z', 600), leftOut: 1 });
    expect(showStores({ statuses: [stuck], unreadable: [], notSeen: 0 }, NOW)).toMatch(
      /\n1 store: 0 silent, 1 order waiting, 0 refused, 1 that cannot be written\.$/,
    );
  });

  test('that nobody looked at are counted', () => {
    expect(showStores({ statuses: [], unreadable: [], notSeen: 2 }, NOW)).toMatch(
      /\n2 stores: 0 silent, 0 orders waiting, 0 refused\.\nStopped: 2 of them were not looked at\.$/,
    );
  });

  test('are none on a new stage', () => {
    expect(showStores({ statuses: [], unreadable: [], notSeen: 0 }, NOW)).toBe(
      'No store yet. npm run stores adds one.',
    );
  });
});

describe('one store', () => {
  test('is shown in full', () => {
    const status = aStatus({
      silentSince: '2026-11-23T18:00:00Z',
      lastPolledAt: '2026-11-23T18:00:00Z',
      outstanding: 2,
      refused: 1,
      leftOut: 1,
      beforeStart: 12,
      oldestOutstanding: { orderId: '1234', since: '2026-11-23T17:00:00Z', ageSeconds: 10_800 },
      lastRejection: { at: '2026-11-23T19:59:00Z', kind: 'unreadable header', face: 'webstore' },
    });
    expect(showStore(status, NOW)).toBe(`
  coolbike: Cool Bike

  Lightspeed has been silent for 2 hours. Usually it polls every 5 minutes. 2 orders wait, the oldest for 3 hours.

    Last poll          2026-11-23 18:00:00 UTC, 2 hours ago
    Usually every      5 minutes
    Last acknowledged  2026-11-23 19:00:00 UTC, 60 minutes ago
    Last shipment      never
    Waiting            2 orders
    Oldest waiting     order 1234, since 2026-11-23 17:00:00 UTC: 3 hours
    Refused            1 order of those
    Left out           1 order of those: cannot be written
    Not offered        12 orders placed before the start point
    Last turned away   the webstore: unreadable header, 2026-11-23 19:59:00 UTC, 60 seconds ago
`);
  });

  test('tells of its shops: how they do, what waits, what could not be told apart', () => {
    const shop: ConnectionStatus = {
      platform: 'woocommerce',
      shop: 'https://shop.example',
      webhookOnly: true,
      connectedAt: '2026-11-20T09:00:00Z',
      health: 'failing',
      problems: ['Its last delivery was not signed with the secret of this connection.'],
      lastDeliveryAt: '2026-11-23T19:00:00Z',
      lastResult: 'Placed',
      unsigned: 3,
      lastUnsignedAt: '2026-11-23T19:30:00Z',
      lastSweptAt: null,
      sweptTo: null,
      held: 2,
      notUnderstood: 0,
      unknownPayments: ['klarna'],
    };
    const both: ConnectionStatus = {
      ...shop,
      platform: 'shopify',
      health: 'working',
      problems: [],
      webhookOnly: false,
    };
    expect(showStore(aStatus({ platforms: [shop, both] }), NOW)).toContain(`
    Messages           0 waiting, 0 failed
    Shop               WooCommerce, https://shop.example: FAILING
                       Its last delivery was not signed with the secret of this connection.
                       It last sent something 60 minutes ago: Placed.
                       Only its webhook is connected: there is no sweep, and nothing goes back to it.
                       2 orders not paid yet.
                       Booked as OTHER: klarna.
    Shop               Shopify, https://shop.example: working
                       It last sent something 60 minutes ago: Placed.
`);
    process.env['COLUMNS'] = '160';
    const stores = showStores(
      { statuses: [aStatus({ platforms: [shop, both] })], unreadable: [], notSeen: 0 },
      NOW,
    );
    delete process.env['COLUMNS'];
    expect(stores).toContain('WooCommerce: FAILING; Shopify: working');
    expect(stores).toContain('\n1 store: 0 silent, 0 orders waiting, 0 refused, 1 shop failing.');
  });

  test.each<[string, Partial<StoreStatus>]>([
    ['All is well. Lightspeed polled 2 minutes ago, as it does every 5 minutes. Nothing waits.', {}],
    [
      'Lightspeed polled 2 minutes ago. How often it usually does is not known yet. 1 order waits.',
      { usualPollSeconds: null, outstanding: 1 },
    ],
    ['Lightspeed has never polled. Nothing waits.', { lastPolledAt: null, usualPollSeconds: null }],
    ['The module is off: Lightspeed is turned away. Nothing waits.', { enabled: false }],
  ])('tells in a sentence: %s', (sentence, differs) => {
    expect(showStore(aStatus(differs), NOW)).toContain(`\n  ${sentence}\n`);
  });
});
