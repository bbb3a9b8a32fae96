import { DAY, HOUR, MINUTE } from './zoned.ts';

/** What a store of the demonstration is like. Times are milliseconds before the end of the history. */
export interface DemoStore {
  id: string;
  name: string;
  timeZone: string;
  /** Its first order number. */
  firstNumber: number;
  /** For how many days it has been connected, and how many orders come a day, from and to. */
  days: number;
  ordersADay: readonly [number, number];
  /** When its Lightspeed called nobody: from, to. */
  silent?: readonly Span[];
  /** Nobody has entered anything in its Lightspeed. */
  neverPolls?: true;
  /** Since when its Lightspeed calls with a wrong password. */
  wrongPasswordSince?: number;
  /** Since when its module is off. */
  offSince?: number;
  /** Its webstore is told; when it answered with an error: from, to. */
  told?: { failing: readonly Span[] };
  /** Since when its orders come from a WooCommerce shop. */
  shopSince?: number;
  /** What happens to single orders, counted from the newest, which is 0. */
  orders?: Readonly<Record<number, OrderStory>>;
}

export type Span = readonly [from: number, to: number];

export interface OrderStory {
  /** Lightspeed refuses it until then; absent: until now. `{sku}` stands for its first part. */
  refused?: { message: string; code?: string; until?: number };
  /** Somebody at the dealer's does this so long after it came. */
  staff?: { after: number; act: 'note' | 'requeue' | 'cancel'; text: string };
  /** The webstore adds this. */
  webstoreNote?: string;
  /** In the shop: it waits for its payment, or its customer gave no street. */
  shop?: 'unpaid' | 'no street';
  /** Its item in the table is damaged, as by a hand that slipped. */
  damaged?: true;
}

/** Several stores, each in another health; the first is the one to look at. */
export const STORES: readonly [DemoStore, ...DemoStore[]] = [
  {
    id: 'coolbike',
    name: 'Cool Bike',
    timeZone: 'America/Boise',
    firstNumber: 100_200,
    days: 30,
    ordersADay: [5, 11],
    // A week in which the server of the dealership was away for repair.
    silent: [[20 * DAY, 13 * DAY]],
    shopSince: 4 * DAY,
    orders: {
      3: {
        refused: { code: 'PART', message: 'Unknown part {sku}' },
        staff: { after: 40 * MINUTE, act: 'note', text: 'Asked Sam to add the part in Lightspeed.' },
      },
      4: { shop: 'unpaid' },
      6: { damaged: true },
      9: { refused: { code: 'TAX', message: 'No tax category for the ship-to state' } },
      10: { shop: 'no street' },
      14: {
        refused: {
          code: 'CUSTOMER',
          message: 'Two customers match this name and address',
          until: 20 * HOUR,
        },
      },
      17: { shop: 'unpaid' },
      20: { staff: { after: MINUTE, act: 'cancel', text: 'The customer called: ordered twice' } },
      31: { refused: { code: 'PART', message: 'Unknown part {sku}', until: 2 * DAY } },
      35: { webstoreNote: 'The customer asks to leave the parcel with the neighbor.' },
      40: {
        staff: { after: 30 * MINUTE, act: 'requeue', text: 'Deleted in Lightspeed by mistake' },
      },
      70: { refused: { message: 'Object reference not set to an instance of an object.', until: 7 * DAY } },
      120: {
        refused: {
          code: 'PAYMENT',
          message: 'Web Commerce Method of Payment OTHER is not mapped',
          until: 24 * DAY,
        },
      },
    },
    told: {
      failing: [
        [9.8 * DAY, 5 * DAY],
        [2 * HOUR, 0],
      ],
    },
  },
  {
    id: 'northshore',
    name: 'North Shore Marine',
    timeZone: 'America/Chicago',
    firstNumber: 5_000,
    days: 30,
    ordersADay: [2, 4],
  },
  {
    id: 'dustytrails',
    name: 'Dusty Trails Powersports',
    timeZone: 'America/Phoenix',
    firstNumber: 81_000,
    days: 9,
    ordersADay: [7, 9],
    silent: [[7 * HOUR, 0]],
  },
  {
    id: 'lakeside',
    name: 'Lakeside Outdoor',
    timeZone: 'America/New_York',
    firstNumber: 310,
    days: 8,
    ordersADay: [3, 5],
    wrongPasswordSince: 5 * HOUR,
  },
  {
    id: 'harborcycle',
    name: 'Harbor Cycle',
    timeZone: 'America/Los_Angeles',
    firstNumber: 2_600,
    days: 20,
    ordersADay: [1, 2],
    offSince: 6 * DAY,
  },
  {
    id: 'summitsleds',
    name: 'Summit Sleds',
    timeZone: 'America/Denver',
    firstNumber: 1_000,
    days: 1,
    ordersADay: [2, 3],
    neverPolls: true,
  },
];
