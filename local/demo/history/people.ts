import type { ConsoleHere } from '../console.ts';
import type { OpenStore } from './callers.ts';
import type { Moments } from './moments.ts';
import { DAY, MINUTE } from './zoned.ts';

export const OPERATOR = 'operator@example.com';
export const DEALER = 'dealer@example.com';

/** Those who sign in, before anybody else can invite them. */
export async function inviteFirst(stores: string[]): Promise<void> {
  const { invitePerson } = await import('../../../lib/desk/invite.ts');
  const invitation = { by: 'npm run demo', now: new Date().toISOString() };
  await invitePerson({ email: OPERATOR, role: 'operator', stores: [] }, invitation);
  await invitePerson({ email: DEALER, role: 'dealer', stores }, invitation);
}

const invited = (email: string, role: string, stores = '') => ({ act: 'invite', email, role, stores });

/** What people do in the console, so long before the end of the history. */
const ACTS: readonly { before: number; path: string; fields: Record<string, string> }[] = [
  { before: 14 * DAY, path: '/console/people', fields: invited('pat.lee@example.com', 'dealer', 'lakeside') },
  { before: 12 * DAY, path: '/console/stores/coolbike/webstore', fields: { act: 'token' } },
  { before: 10 * DAY, path: '/console/people', fields: invited('sam.ortiz@example.com', 'operator') },
  { before: 3 * DAY, path: '/console/people', fields: { act: 'remove', email: 'pat.lee@example.com' } },
  {
    before: 2 * DAY,
    path: '/console/stores/northshore/lightspeed',
    fields: { act: 'pin', machineAddress: '00:1A:2B:00:13:88' },
  },
  { before: 58 * MINUTE, path: '/console/stores/coolbike/wire', fields: { act: 'record', hours: '1' } },
  { before: 57 * MINUTE, path: '/console/stores/lakeside/wire', fields: { act: 'record', hours: '1' } },
];

/** Lets people act at their times. */
export function planPeople(console: ConsoleHere, { moments, end }: { moments: Moments; end: number }): void {
  for (const { before, path, fields } of ACTS)
    moments.add(end - before, () => console.post(path, fields, OPERATOR));
}

/** Somebody switches a store's module off. */
export async function switchOff(console: ConsoleHere, { id, username, timeZone }: OpenStore): Promise<void> {
  const fields = { act: 'save', username, timeZone, startAt: '', passwordKind: 'keep' };
  await console.post(`/console/stores/${id}/lightspeed`, fields, OPERATOR);
}
