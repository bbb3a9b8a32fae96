import type { Assumptions } from './assumptions.ts';

/**
 * One kind of call: how often a dealer's side makes it, and what it takes. The units were measured on Amazon's DynamoDB
 * Local with `ReturnConsumedCapacity: INDEXES`; a query that finds nothing counts one here, and none there.
 */
export interface Operation {
  name: string;
  perDay: number;
  /** The database's calls in words, for the table. */
  calls: string;
  readUnits: number;
  writeUnits: number;
  /** Of a warm function of 512 MB, without the password's hash. Assumed. */
  milliseconds: number;
  answerBytes: number;
  /** Seconds between two calls of this function by one store that carry the password; absent: the token's. */
  passwordInterval?: number;
  emitsMetrics: boolean;
}

const DAY = 86_400;

/** What each call reads first: its store and the wrong credentials of its address. */
const DOOR = 2;

export function operationsOf(assumed: Assumptions): Operation[] {
  const { pollIntervalSeconds, ordersPerDay, refusedWaiting } = assumed;
  const polls = DAY / pollIntervalSeconds;
  const refused = polls * refusedWaiting;
  // Each order comes alone: most polls find nothing.
  const pollsWithOrder = Math.min(polls, ordersPerDay + refused);
  const acknowledgements = ordersPerDay + refused;
  const shipments = ordersPerDay * assumed.shipmentsPerOrder;
  const canceled = ordersPerDay * assumed.canceledShare;
  const lightspeed = (perDay: number) => ({ passwordInterval: DAY / perDay });
  return [
    {
      name: 'poll, nothing outstanding',
      perDay: polls - pollsWithOrder,
      calls: 'activity Update; outstanding 2 Query',
      readUnits: DOOR + 2,
      writeUnits: 1,
      milliseconds: 28,
      answerBytes: 500,
      ...lightspeed(polls),
      emitsMetrics: true,
    },
    {
      name: 'poll, one order',
      perDay: pollsWithOrder,
      calls: 'activity Update; outstanding 2 Query; orders BatchGet, Put (table 2, outstanding 2)',
      readUnits: DOOR + 3,
      writeUnits: 5,
      milliseconds: 40,
      answerBytes: 1900,
      ...lightspeed(polls),
      emitsMetrics: true,
    },
    {
      name: 'acknowledge, downloaded',
      perDay: ordersPerDay,
      calls: 'activity Update; orders BatchGet, Put (table 2, byStatus 2, outstanding 1, updated 2)',
      readUnits: DOOR + 1,
      writeUnits: 8,
      milliseconds: 37,
      answerBytes: 600,
      ...lightspeed(acknowledgements),
      emitsMetrics: true,
    },
    {
      name: 'acknowledge, refused again',
      perDay: refused,
      calls: 'activity Update; orders BatchGet, Put (table 2, updated 2)',
      readUnits: DOOR + 1,
      writeUnits: 5,
      milliseconds: 37,
      answerBytes: 600,
      ...lightspeed(acknowledgements),
      emitsMetrics: true,
    },
    {
      name: 'shipment',
      perDay: shipments,
      calls: 'orders Get, Put (table 2, byStatus 2, updated 2); activity Update',
      readUnits: DOOR + 1,
      writeUnits: 7,
      milliseconds: 41,
      answerBytes: 600,
      ...lightspeed(shipments),
      emitsMetrics: true,
    },
    {
      name: 'cancellation',
      perDay: canceled,
      calls: 'orders Get, Put (table 2, byStatus 2, outstanding 1, updated 2)',
      readUnits: DOOR + 1,
      writeUnits: 7,
      milliseconds: 36,
      answerBytes: 600,
      ...lightspeed(canceled),
      emitsMetrics: true,
    },
    {
      name: 'place an order',
      perDay: ordersPerDay,
      calls: 'orders Get, Put (table 2, newest 1, byStatus 1, outstanding 1, updated 1)',
      readUnits: DOOR + 1,
      writeUnits: 6,
      milliseconds: 41,
      answerBytes: 1700,
      emitsMetrics: true,
    },
    {
      name: 'place it again',
      perDay: ordersPerDay * assumed.placedAgainShare,
      calls: 'orders Get',
      readUnits: DOOR + 1,
      writeUnits: 0,
      milliseconds: 26,
      answerBytes: 1700,
      emitsMetrics: false,
    },
    {
      name: 'look up an order',
      perDay: ordersPerDay * assumed.lookUpsPerOrder,
      calls: 'orders Get',
      readUnits: DOOR + 1,
      writeUnits: 0,
      milliseconds: 21,
      answerBytes: 2100,
      emitsMetrics: false,
    },
    {
      name: 'list 25 orders',
      perDay: assumed.listsPerDay,
      calls: 'newest Query; orders BatchGet of 25',
      readUnits: DOOR + 26,
      writeUnits: 0,
      milliseconds: 76,
      answerBytes: 32_000,
      emitsMetrics: false,
    },
    {
      name: 'status',
      perDay: assumed.statusesPerDay,
      calls: 'activity Get; attempts Get; outstanding Query (1 more for every 27 that wait)',
      readUnits: DOOR + 3,
      writeUnits: 0,
      milliseconds: 31,
      answerBytes: 700,
      emitsMetrics: false,
    },
  ];
}

/**
 * What a poll with a wrong password takes: the store, the address and both ends of the queue are read, two items are
 * written.
 */
export const wrongPassword = { readUnits: DOOR + 2, writeUnits: 2, milliseconds: 22 };
