import type { TypedUser } from '../domain/typed-user.ts';
import { tags } from './names.ts';

/** What was kept of a call (`lib/database/wire.ts`). */
interface KeptCall {
  path: string;
  status: number;
  /** Whether the credentials were right. */
  isLetIn: boolean;
  headers: Record<string, string>;
  answerBody: { bytes: Uint8Array };
  typedUser?: TypedUser | undefined;
}

/** A call of Lightspeed in plain words, for whoever sets up the connection. */
export interface CallInWords {
  kind: 'test' | 'poll' | 'acknowledgement' | 'shipment' | 'cancellation' | 'other';
  text: string;
  /** What to do in Lightspeed, if it failed. */
  advice?: string | undefined;
}

const KINDS: readonly [path: RegExp, kind: CallInWords['kind'], name: string][] = [
  [/^\/lightspeed(\/testconnection)?$/, 'test', 'Test Connection'],
  [/^\/lightspeed\/outstandingactivity$/, 'poll', 'A poll'],
  [/^\/lightspeed\/acknowledgerequest$/, 'acknowledgement', 'An acknowledgement'],
  [/^\/lightspeed\/order\/[^/]+\/shipment$/, 'shipment', 'A shipment'],
  [/^\/lightspeed\/order\/[^/]+\/cancel(lation)?$/, 'cancellation', 'A cancellation'],
];

const ADVICE: Readonly<Record<number, string>> = {
  400: 'Lightspeed sent something that cannot be read. Show the call to whoever runs this service.',
  403: 'The module is off here, or the machine address is not the one that is pinned.',
  404: 'The end of the URL is wrong: it ends in /LightSpeed, with nothing after it.',
  422: 'Something that must be there is missing. Show the call to whoever runs this service.',
  429: 'Too many different wrong passwords came from this address. Correct it, and wait five minutes.',
};

export function callInWords({
  path,
  status,
  isLetIn,
  headers,
  answerBody,
  typedUser,
}: KeptCall): CallInWords {
  const plain = path.toLowerCase().replaceAll(/\/+/g, '/').replace(/\/$/, '');
  const [, kind, name] = KINDS.find(([pattern]) => pattern.test(plain)) ?? [
    undefined,
    'other' as const,
    `Call of ${path}`,
  ];
  if (status === 401) {
    const { why, advice } = whyNotLetIn(headers['authorization'], typedUser);
    return { kind, text: `${name}: ${why}`, advice };
  }
  if (status >= 500) return { kind, text: `${name}: failed on our side (${status}). Lightspeed repeats it.` };
  if (status >= 400) return { kind, text: `${name}: refused (${status})`, advice: ADVICE[status] };
  const what = isLetIn && kind === 'poll' ? `, ${offered(answerBody.bytes)}` : '';
  return { kind, text: `${name}: fine${what}` };
}

function whyNotLetIn(
  authorization: string | undefined,
  typedUser: TypedUser | undefined,
): { why: string; advice: string } {
  if (authorization === undefined)
    return { why: 'without user and password', advice: 'In Lightspeed, fill in User and Password.' };
  switch (typedUser?.is) {
    case 'right':
      return {
        why: 'wrong password; the user is right',
        advice: 'In Lightspeed, enter the password again. If it is lost, make a new one here.',
      };
    case 'nearly':
      return {
        why: `wrong user "${typedUser.text}"`,
        advice: 'In Lightspeed, compare User letter by letter with the card.',
      };
    case 'another':
      return {
        why: 'another user than this store’s',
        advice: 'In Lightspeed, enter User as it stands on the card, and the password again.',
      };
    case undefined:
      return {
        why: 'wrong user or password',
        advice: 'In Lightspeed, compare User letter by letter, and enter the password again.',
      };
  }
}

function offered(answer: Uint8Array): string {
  const orders = Buffer.from(answer).toString().split(`<${tags.order}>`).length - 1;
  return orders === 0 ? 'nothing was waiting' : `${orders} ${orders === 1 ? 'order' : 'orders'} offered`;
}
