import { expect, test } from '@jest/globals';
import { callInWords } from '../../../lib/lightspeed/call-in-words.ts';

type Kept = Parameters<typeof callInWords>[0];

const aCall = (differs: Partial<Kept> = {}): Kept => ({
  path: '/LightSpeed',
  status: 200,
  isLetIn: true,
  headers: { authorization: 'Basic (masked, readable)' },
  answerBody: { bytes: new Uint8Array() },
  ...differs,
});
const offering = { bytes: Buffer.from('<Orders><Order>…</Order><Order>…</Order></Orders>') };

test.each<[Partial<Kept>, string, string]>([
  [{}, 'test', 'Test Connection: fine'],
  [{ path: '//lightspeed/testconnection/' }, 'test', 'Test Connection: fine'],
  [{ path: '/LightSpeed/OutstandingActivity' }, 'poll', 'A poll: fine, nothing was waiting'],
  [
    { path: '/LightSpeed/OutstandingActivity', answerBody: offering },
    'poll',
    'A poll: fine, 2 orders offered',
  ],
  [{ path: '/LightSpeed/Order/1/Shipment', status: 422 }, 'shipment', 'A shipment: refused (422)'],
  [{ path: '/elsewhere', status: 404 }, 'other', 'Call of /elsewhere: refused (404)'],
  [{ status: 503 }, 'test', 'Test Connection: failed on our side (503). Lightspeed repeats it.'],
])('a call %j is told as %s: %s', (differs, kind, text) => {
  expect(callInWords(aCall(differs))).toMatchObject({ kind, text });
});

test.each<[Partial<Kept>, string, string]>([
  [{ headers: {} }, 'without user and password', 'In Lightspeed, fill in User and Password.'],
  [
    { typedUser: { is: 'right' } },
    'wrong password; the user is right',
    'In Lightspeed, enter the password again. If it is lost, make a new one here.',
  ],
  [
    { typedUser: { is: 'nearly', text: 'ligthspeed' } },
    'wrong user "ligthspeed"',
    'In Lightspeed, compare User letter by letter with the card.',
  ],
  [
    { typedUser: { is: 'another' } },
    'another user than this store’s',
    'In Lightspeed, enter User as it stands on the card, and the password again.',
  ],
  [
    {},
    'wrong user or password',
    'In Lightspeed, compare User letter by letter, and enter the password again.',
  ],
])('a caller who is not let in, %j, is told what to do', (differs, why, advice) => {
  expect(callInWords(aCall({ status: 401, isLetIn: false, ...differs }))).toEqual({
    kind: 'test',
    text: `Test Connection: ${why}`,
    advice,
  });
});
