import { describe, expect, test } from '@jest/globals';
import { type Face, methodsAt, type RouteName, routes } from '../../lib/http/routes.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import type { CallableHandler } from '../support/call.ts';
import { openStore } from '../support/store.ts';

// A JSON body that is not an object, on every endpoint (contract 8). API Gateway passes it as text; serverless-offline
// passes a bare `false` or `0` as that value.

const { lightspeed, webstore, handlers, place, lookUp } = await openStore();

const VALUES = [false, true, 0, 1, -1.5, null, 'x', '', [], [{}]];

interface Endpoint {
  name: RouteName;
  face: Face;
  method: string;
  path: string;
}

const endpoints: Endpoint[] = Object.entries(routes).flatMap(([name, { face, paths }]) =>
  paths.flatMap((pattern) => {
    const path = pattern.replace('{orderId}', '100234');
    const own: readonly string[] = routes[name as RouteName].methods;
    return methodsAt(path)
      .filter((method) => own.includes(method))
      .map((method) => ({ name: name as RouteName, face, method, path }));
  }),
);
const webstoreEndpoints = endpoints.filter(({ face }) => face === 'webstore');
const lightspeedEndpoints = endpoints.filter(({ face }) => face === 'lightspeed');

/** Lightspeed's endpoints that read their body. */
const READS_XML: RouteName[] = ['acknowledge', 'ship', 'cancel'];

test('every endpoint is among them', () => {
  expect(new Set(endpoints.map(({ name }) => name))).toEqual(new Set(Object.keys(routes)));
});

describe.each(webstoreEndpoints)('$method $path', ({ method, path }) => {
  test('the text of a bare value is InvalidRequest, and changes nothing', async () => {
    await place('100234', anOrderBody());
    const before = await lookUp('100234');
    for (const value of VALUES) {
      const answer = await webstore(method, path, JSON.stringify(value));
      expect({ value, status: answer.status, said: JSON.parse(answer.body) }).toEqual({
        value,
        status: 422,
        said: {
          type: 'about:blank',
          title: 'Unprocessable Entity',
          status: 422,
          code: 'InvalidRequest',
          detail: 'The request is not valid; see errors.',
          requestId: expect.any(String),
          errors: [{ pointer: '', detail: 'must be an object' }],
        },
      });
    }
    expect(await lookUp('100234')).toEqual(before);
  });

  test('so is the value itself, as serverless-offline may hand it over', async () => {
    for (const value of [false, 0, true, 1, []]) {
      const { status, body } = await webstore(method, path, 'replaced', { handler: handingOver(value) });
      expect({ value, status, code: JSON.parse(body).code }).toEqual({
        value,
        status: 422,
        code: 'InvalidRequest',
      });
    }
  });
});

// `resend` reads no body.
test.each(webstoreEndpoints.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/resend')))(
  '$method $path: null and "x" as values are no body, and no JSON',
  async ({ method, path }) => {
    for (const value of [null, 'x', '']) {
      const { status, body } = await webstore(method, path, 'replaced', { handler: handingOver(value) });
      expect({ status, code: JSON.parse(body).code }).toEqual({ status: 400, code: 'MalformedJson' });
    }
  },
);

describe.each(lightspeedEndpoints)('$method $path', ({ name, method, path }) => {
  const expected = READS_XML.includes(name) ? 400 : 200;

  test(`a bare value, as text or as itself, is ${expected} and changes nothing`, async () => {
    await place('100234', anOrderBody());
    for (const value of VALUES)
      expect([value, (await lightspeed(method, path, JSON.stringify(value))).status]).toEqual([
        value,
        expected,
      ]);
    for (const value of [false, 0, true, 1, [], 'x']) {
      const { status } = await lightspeed(method, path, 'replaced', { handler: handingOver(value) });
      expect([value, status]).toEqual([value, expected]);
    }
    expect(await lookUp('100234')).toMatchObject({ status: 'New', notes: [], shipments: [] });
  });
});

test.each(lightspeedEndpoints.filter(({ name }) => READS_XML.includes(name)))(
  '$method $path takes null as a value for no body',
  async ({ name, method, path }) => {
    await place('100234', anOrderBody());
    const { status } = await lightspeed(method, path, 'replaced', { handler: handingOver(null) });
    // The body of a cancellation may be empty (contract 6).
    expect(status).toBe(name === 'cancel' ? 200 : 400);
  },
);

/** A handler whose event holds the value itself, not its text. */
function handingOver(value: unknown): CallableHandler {
  return (event, context) => handlers.anyOtherPath({ ...event, body: value as string }, context);
}
