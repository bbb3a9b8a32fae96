import type { Assumptions } from './assumptions.ts';
import type { Load } from './model.ts';

export interface Limit {
  name: string;
  unit: string;
  /** With the dealers' clocks independent of each other. */
  usual: Use;
  /** With all of them polling in the same second. */
  atOnce: Use;
}

interface Use {
  needed: number;
  allowed: number;
}

/** The limits that matter with more dealers, as they are in a new deployment and account. */
export function limitsOf(load: Load, assumed: Assumptions): Limit[] {
  const { dealers, peakPerSecond } = load;
  // A second's polls run in parallel for as long as one takes.
  const busy = Math.max(1, (dealers * load.idlePollMilliseconds) / 1000);
  const usuallyBusy = Math.max(1, (peakPerSecond * load.meanMilliseconds) / 1000);
  const sides = (allowed: number, needed: number, neededAtOnce: number) => ({
    usual: { needed, allowed },
    atOnce: { needed: neededAtOnce, allowed },
  });
  return [
    {
      name: "the stage's `rateLimit`, at once its `burst`",
      unit: 'requests/s',
      usual: { needed: peakPerSecond, allowed: assumed.rateLimit },
      atOnce: { needed: dealers, allowed: assumed.burst },
    },
    {
      name: "the account's rate at API Gateway, at once its burst",
      unit: 'requests/s',
      usual: { needed: peakPerSecond, allowed: assumed.accountRate },
      atOnce: { needed: dealers, allowed: assumed.accountBurst },
    },
    {
      name: 'Lambda: functions at work, of a new account',
      unit: 'at a time',
      ...sides(assumed.newAccountConcurrency, usuallyBusy, busy),
    },
    {
      name: 'Lambda: functions at work',
      unit: 'at a time',
      ...sides(assumed.concurrency, usuallyBusy, busy),
    },
    {
      name: 'table Orders, new: reads',
      unit: 'RRU/s',
      ...sides(assumed.tableReadUnits, 2 * peakPerSecond, 2 * dealers),
    },
    {
      name: 'table Activity, new: writes',
      unit: 'WRU/s',
      ...sides(assumed.tableWriteUnits, peakPerSecond, dealers),
    },
    {
      name: 'one look at all stores',
      unit: 's',
      ...sides(assumed.watchTimeSeconds, load.watchSeconds, load.watchSeconds),
    },
    {
      name: 'chosen passwords that a function remembers',
      unit: 'stores',
      ...sides(
        assumed.rememberedCredentials,
        dealers * assumed.chosenPasswords,
        dealers * assumed.chosenPasswords,
      ),
    },
  ];
}

/** Years until one store's orders and index entries fill what a table with local indexes may hold of a store. */
export function yearsUntilStoreIsFull(assumed: Assumptions): number {
  return (assumed.storeGb * 1e9) / (assumed.ordersPerDay * 365 * assumed.orderBytes);
}
