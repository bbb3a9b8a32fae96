import type { FailureCode } from '../domain/failure.ts';
import type { TypedUser } from '../domain/typed-user.ts';
import { FORM } from '../domain/lightspeed-form.ts';
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

const THEN = 'and press Test Connection';
const UNREADABLE = 'Lightspeed sent something that cannot be read.';
const SHOW = 'Show this call to whoever runs this service.';

/** What to do about a failure, by its code. */
const ADVICE: Partial<Record<FailureCode, string>> = {
  MalformedXml: `${UNREADABLE} ${SHOW}`,
  InvalidRequest: `Something that must be there is missing. ${SHOW}`,
  PayloadTooLarge: `Lightspeed sent more than is taken. ${SHOW}`,
  ModuleDisabled: 'The module is off here: tick Enable Web Order Module on the page LightSpeed, and save.',
  MachineNotAllowed: `Compare Machine Address in Lightspeed, ${FORM}, with the one that is pinned on the page LightSpeed. A new server has a new one: pin that.`,
  NotFound: `In Lightspeed, ${FORM}, correct URL: it ends in /LightSpeed, with nothing after it. Then press Test Connection.`,
  MethodNotAllowed: `In Lightspeed, ${FORM}, correct URL: it ends in /LightSpeed, with nothing after it. Then press Test Connection.`,
  OrderNotFound:
    'This store has no order of that number. In Lightspeed, look which webstore the order came from.',
  OrderCanceled: 'The order was canceled. If it is sent all the same, settle it with the customer.',
  OrderShipped: 'The order has shipped, and cannot be canceled any more.',
  TooManyAttempts: `Too many different wrong passwords came from this address. In Lightspeed, ${FORM}, correct User and Password, wait five minutes, ${THEN}.`,
};

/** Where the answer has no body, as to `HEAD`: what its status mostly means. */
const BY_STATUS: Readonly<Record<number, FailureCode>> = {
  400: 'MalformedXml',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  413: 'PayloadTooLarge',
  422: 'InvalidRequest',
  429: 'TooManyAttempts',
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
  const answer = Buffer.from(answerBody.bytes).toString();
  if (status >= 400) {
    const code = CODE.exec(answer)?.[1] ?? BY_STATUS[status];
    return { kind, text: `${name}: refused (${status})`, advice: ADVICE[code as FailureCode] };
  }
  return { kind, text: `${name}: fine${isLetIn ? cameTo(kind, answer) : ''}` };
}

const CODE = new RegExp(`<${tags.code}>(\\w+)</${tags.code}>`);

/** The one thing that matters in an answer. */
function cameTo(kind: CallInWords['kind'], answer: string): string {
  if (kind === 'poll') return `, ${offered(answer)}`;
  if (kind !== 'acknowledgement') return '';
  const refused = answer.split(`<${tags.result}>ErrorsRecorded<`).length - 1;
  return refused === 0 ? '' : `, ${orders(refused)} refused`;
}

function whyNotLetIn(
  authorization: string | undefined,
  typedUser: TypedUser | undefined,
): { why: string; advice: string } {
  if (authorization === undefined)
    return {
      why: 'without user and password',
      advice: `In Lightspeed, ${FORM}, fill in User and Password, ${THEN}.`,
    };
  switch (typedUser?.is) {
    case 'right':
      return {
        why: 'wrong password; the user is right',
        advice: `In Lightspeed, ${FORM}, enter Password again, ${THEN}. If it is lost, make a new one on the page LightSpeed.`,
      };
    case 'nearly':
      return {
        why: `wrong user "${typedUser.text}"`,
        advice: `In Lightspeed, ${FORM}, compare User letter by letter with the card, ${THEN}.`,
      };
    case 'another':
      return {
        why: 'another user than this store’s',
        advice: `In Lightspeed, ${FORM}, enter User as it stands on the card, and Password again, ${THEN}.`,
      };
    case undefined:
      return {
        why: 'wrong user or password',
        advice: `In Lightspeed, ${FORM}, compare User letter by letter, enter Password again, ${THEN}.`,
      };
  }
}

function offered(answer: string): string {
  const number = answer.split(`<${tags.order}>`).length - 1;
  return number === 0 ? 'nothing was waiting' : `${orders(number)} offered`;
}

function orders(number: number): string {
  return `${number} ${number === 1 ? 'order' : 'orders'}`;
}
