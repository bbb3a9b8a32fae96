import { expect, test } from '@jest/globals';
import { callInWords } from '../../../lib/lightspeed/call-in-words.ts';

type Kept = Parameters<typeof callInWords>[0];

const FORM = 'System > Preferences > Location > Web Orders';

const aCall = (differs: Partial<Kept> = {}): Kept => ({
  path: '/LightSpeed',
  status: 200,
  isLetIn: true,
  headers: { authorization: 'Basic (masked, readable)' },
  answerBody: { bytes: new Uint8Array() },
  ...differs,
});
const taken = { bytes: Buffer.from('<Orders><Order><Result>Acknowledged</Result></Order></Orders>') };
const refused = { bytes: Buffer.from('<Orders><Order><Result>ErrorsRecorded</Result></Order></Orders>') };
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
  [
    { path: '/LightSpeed/AcknowledgeRequest', answerBody: taken },
    'acknowledgement',
    'An acknowledgement: fine',
  ],
  [
    { path: '/LightSpeed/AcknowledgeRequest', answerBody: refused },
    'acknowledgement',
    'An acknowledgement: fine, 1 order refused',
  ],
  [{ path: '/LightSpeed/Order/1/Shipment', status: 422 }, 'shipment', 'A shipment: refused (422)'],
  [{ path: '/elsewhere', status: 404 }, 'other', 'Call of /elsewhere: refused (404)'],
  [{ status: 503 }, 'test', 'Test Connection: failed on our side (503). Lightspeed repeats it.'],
])('a call %j is told as %s: %s', (differs, kind, text) => {
  expect(callInWords(aCall(differs))).toMatchObject({ kind, text });
});

test.each<[Partial<Kept>, string, string]>([
  [
    { headers: {} },
    'without user and password',
    `In Lightspeed, ${FORM}, fill in User and Password, and press Test Connection.`,
  ],
  [
    { typedUser: { is: 'right' } },
    'wrong password; the user is right',
    `In Lightspeed, ${FORM}, enter Password again, and press Test Connection. If it is lost, make a new one on the page LightSpeed.`,
  ],
  [
    { typedUser: { is: 'nearly', text: 'ligthspeed' } },
    'wrong user "ligthspeed"',
    `In Lightspeed, ${FORM}, compare User letter by letter with the card, and press Test Connection.`,
  ],
  [
    { typedUser: { is: 'another' } },
    'another user than this store’s',
    `In Lightspeed, ${FORM}, enter User as it stands on the card, and Password again, and press Test Connection.`,
  ],
  [
    {},
    'wrong user or password',
    `In Lightspeed, ${FORM}, compare User letter by letter, enter Password again, and press Test Connection.`,
  ],
])('a caller who is not let in, %j, is told what to do', (differs, why, advice) => {
  expect(callInWords(aCall({ status: 401, isLetIn: false, ...differs }))).toEqual({
    kind: 'test',
    text: `Test Connection: ${why}`,
    advice,
  });
});

const failing = (code: string) => ({ bytes: Buffer.from(`<Error><Code>${code}</Code></Error>`) });
const URL_ADVICE = `In Lightspeed, ${FORM}, correct URL: it ends in /LightSpeed, with nothing after it. Then press Test Connection.`;

test.each<[number, Kept['answerBody'], string]>([
  [
    403,
    failing('ModuleDisabled'),
    'The module is off here: tick Enable Web Order Module on the page LightSpeed, and save.',
  ],
  [
    403,
    failing('MachineNotAllowed'),
    `Compare Machine Address in Lightspeed, ${FORM}, with the one that is pinned on the page LightSpeed. A new server has a new one: pin that.`,
  ],
  [404, failing('NotFound'), URL_ADVICE],
  [404, { bytes: new Uint8Array() }, URL_ADVICE],
  [
    404,
    failing('OrderNotFound'),
    'This store has no order of that number. In Lightspeed, look which webstore the order came from.',
  ],
])('a call that was refused, %s, %j, has its own advice', (status, answerBody, advice) => {
  expect(callInWords(aCall({ status, answerBody }))).toEqual({
    kind: 'test',
    text: `Test Connection: refused (${status})`,
    advice,
  });
});
