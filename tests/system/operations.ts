import fc from 'fast-check';
import type { HttpAnswer } from '../support/call.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import type { CallOptions, TestStore } from '../support/store.ts';
import { LINES, type Parcel, type Step } from './model.ts';

/** Lightspeed's result for one order in an acknowledgement. */
type Verdict = 'took it' | 'nothing' | 'failed' | 'red' | 'blue';

/** One call of somebody, as plain data. */
export type Operation =
  | { do: 'place'; orderId: string; version: number }
  | { do: 'poll' }
  | { do: 'acknowledge'; said: { orderId: string; verdict: Verdict }[]; outside?: string }
  | { do: 'ship'; orderId: string; parcels: Parcel[] }
  | { do: 'cancelInLightspeed'; orderId: string; reason?: string }
  | { do: 'cancelInWebstore'; orderId: string; reason: string }
  | { do: 'requeue'; orderId: string; reason: string }
  | { do: 'note'; orderId: string; text: string }
  | { do: 'look'; orderId: string };

const ERRORS: Record<Verdict, { xml: string; failed: boolean; text?: string }> = {
  'took it': { xml: '<Success>true</Success>', failed: false },
  nothing: { xml: '', failed: false },
  failed: { xml: '<Success>false</Success>', failed: true },
  red: {
    xml: '<Errors><Error><Code>PART</Code><Message>Unknown part</Message></Error></Errors>',
    failed: true,
    text: 'PART: Unknown part',
  },
  blue: { xml: '<Error>No such customer</Error>', failed: true, text: 'No such customer' },
};

/** The steps that an operation consists of, by order. `orderIds` are those that a poll may find. */
export function stepsOf(operation: Operation, orderIds: Iterable<string>): Map<string, Step> {
  if (operation.do === 'poll') return new Map([...orderIds].map((orderId) => [orderId, { kind: 'offer' }]));
  if (operation.do === 'acknowledge') return acknowledgements(operation);
  return new Map([[operation.orderId, stepOf(operation)]]);
}

function stepOf(operation: Exclude<Operation, { do: 'poll' | 'acknowledge' }>): Step {
  switch (operation.do) {
    case 'place':
      return { kind: 'place', version: operation.version };
    case 'ship':
      return { kind: 'ship', parcels: operation.parcels };
    case 'cancelInLightspeed':
      return { kind: 'cancelInLightspeed', reason: operation.reason };
    case 'cancelInWebstore':
    case 'requeue':
      return { kind: operation.do, reason: operation.reason };
    case 'note':
      return { kind: 'note', text: operation.text };
    case 'look':
      return { kind: 'look' };
  }
}

/** Named twice: a failure wins. Errors outside concern whom does not say, each time, that it succeeded. */
function acknowledgements({ said, outside }: Operation & { do: 'acknowledge' }): Map<string, Step> {
  const orderIds = [...new Set(said.map(({ orderId }) => orderId))];
  return new Map(
    orderIds.map((orderId) => {
      const verdicts = said.filter((one) => one.orderId === orderId).map(({ verdict }) => verdict);
      const concerned = outside !== undefined && verdicts.some((verdict) => verdict !== 'took it');
      const failed = concerned || verdicts.some((verdict) => ERRORS[verdict].failed);
      const own = verdicts.flatMap((verdict) => ERRORS[verdict].text ?? []);
      return [orderId, { kind: 'acknowledge', failed, errors: concerned ? [...own, outside] : own }];
    }),
  );
}

/** Makes the call. */
export function perform(
  store: TestStore,
  operation: Operation,
  options: CallOptions = {},
): Promise<HttpAnswer> {
  const webstore = (method: string, path: string, body?: unknown) =>
    store.webstore(method, `/orders/${path}`, body, options);
  const lightspeed = (path: string, body: string) =>
    store.lightspeed('POST', `/LightSpeed/${path}`, body, options);
  switch (operation.do) {
    case 'place':
      return webstore('PUT', operation.orderId, bodyOf(operation.version));
    case 'poll':
      return store.lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, options);
    case 'acknowledge':
      return lightspeed('AcknowledgeRequest', acknowledgementXml(operation));
    case 'ship': {
      const parcels = operation.parcels.map(parcelXml).join('');
      return lightspeed(`Order/${operation.orderId}/Shipment`, `<Shipment>${parcels}</Shipment>`);
    }
    case 'cancelInLightspeed': {
      const { orderId, reason } = operation;
      const body = reason === undefined ? '' : `<Cancel><Reason>${reason}</Reason></Cancel>`;
      return lightspeed(`Order/${orderId}/Cancel`, body);
    }
    case 'cancelInWebstore':
      return webstore('POST', `${operation.orderId}/cancel`, { reason: operation.reason });
    case 'requeue':
      return webstore('POST', `${operation.orderId}/requeue`, { reason: operation.reason });
    case 'note':
      return webstore('POST', `${operation.orderId}/notes`, { text: operation.text });
    case 'look':
      return webstore('GET', operation.orderId);
  }
}

function acknowledgementXml({ said, outside }: Operation & { do: 'acknowledge' }): string {
  const orders = said.map(
    ({ orderId, verdict }) => `<Order><OrderId>${orderId}</OrderId>${ERRORS[verdict].xml}</Order>`,
  );
  const error = outside === undefined ? '' : `<Error>${outside}</Error>`;
  return `<AcknowledgeRequest><Orders>${orders.join('')}</Orders>${error}</AcknowledgeRequest>`;
}

export function bodyOf(version: number): Record<string, unknown> {
  const lines = LINES.map((line) => ({ ...line, unitPrice: '1.00', description: `Version ${version}` }));
  return anOrderBody({
    lines,
    totals: { subtotal: '3.00', total: '3.00' },
    payments: [{ method: 'visa', amount: '3.00' }],
  });
}

/** A parcel among several says in its own items what it holds; one of the whole order has none. */
function parcelXml({ trackingNumber, items }: Parcel): string {
  const list = items?.map(
    ({ sku, quantity }) => `<Item><Sku>${sku}</Sku><Quantity>${quantity}</Quantity></Item>`,
  );
  const contents = list ? `<Items>${list.join('')}</Items>` : '';
  return `<Package><TrackingNumber>${trackingNumber}</TrackingNumber>${contents}</Package>`;
}

/** What an answer says about each order, in the words of the model. */
export function heard(
  operation: Operation,
  { status, body }: HttpAnswer,
  orderIds: Iterable<string>,
): Map<string, string> {
  if (operation.do === 'poll') {
    const versions = offeredIn(body);
    return new Map(
      [...orderIds].map((id) => [id, versions.has(id) ? `offered ${versions.get(id)}` : 'not offered']),
    );
  }
  if (operation.do === 'acknowledge') {
    const lines = body.matchAll(/<OrderId>([^<]*)<\/OrderId><Result>([^<]*)<\/Result>/g);
    return new Map([...lines].map(([, orderId = '', result = '']) => [orderId, result]));
  }
  return new Map([[operation.orderId, [status, ...wordsOf(body)].join(' ')]]);
}

/** The version of each order that an answer offers, in its order. */
export function offeredIn(body: string): Map<string, string> {
  return new Map(
    [...body.matchAll(/<Order>.*?<\/Order>/gs)].map(([order]) => [
      /<OrderId>([^<]*)</.exec(order)?.[1] ?? '',
      /<Description>Version ([^<]*)</.exec(order)?.[1] ?? '',
    ]),
  );
}

function wordsOf(body: string): (string | undefined)[] {
  if (!body.startsWith('<')) {
    const { code, status } = JSON.parse(body);
    return [code ?? status];
  }
  const tag = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  return body.includes('<Error>') ? [tag('Code')] : [tag('Status'), tag('Result')];
}

/** Few orders, so that calls meet; one of them is named only by Lightspeed. */
export const ORDER_IDS = ['00123', 'A-1', 'b.2', 'C_3', '9', 'z'];

/** Any call, with few different words, so that they repeat themselves. */
export function anOperation(orderIds: string[]): fc.Arbitrary<Operation> {
  const orderId = fc.constantFrom(...orderIds);
  const reason = fc.constantFrom('Sold out', 'Customer changed her mind');
  const verdict = fc.constantFrom<Verdict>('took it', 'nothing', 'failed', 'red', 'blue');
  const acknowledged = fc.record({ orderId: fc.constantFrom(...orderIds, 'nobody'), verdict });
  const item = fc.record({
    sku: fc.constantFrom(...LINES.map(({ sku }) => sku), 'not ordered'),
    quantity: fc.integer({ min: 1, max: 2 }),
  });
  const trackingNumber = fc.constantFrom('1Z 1', '1z1', '1Z2', '1Z3', '1Z4');
  // A shipment says for all of its parcels what they hold, or for none.
  const parcels = fc.oneof(
    fc.array(fc.record({ trackingNumber }), { minLength: 1, maxLength: 2 }),
    fc.array(fc.record({ trackingNumber, items: fc.array(item, { minLength: 1, maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
  );
  const calls: Record<Operation['do'], { weight: number; arbitrary: fc.Arbitrary<Operation> }> = {
    place: {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('place'), orderId, version: fc.integer({ min: 1, max: 2 }) }),
    },
    poll: { weight: 6, arbitrary: fc.record({ do: fc.constant('poll') }) },
    acknowledge: {
      weight: 5,
      arbitrary: fc.record(
        {
          do: fc.constant('acknowledge'),
          said: fc.array(acknowledged, { maxLength: 4 }),
          outside: fc.constant('The import failed'),
        },
        { requiredKeys: ['do', 'said'] },
      ),
    },
    ship: { weight: 3, arbitrary: fc.record({ do: fc.constant('ship'), orderId, parcels }) },
    cancelInLightspeed: {
      weight: 1,
      arbitrary: fc.record(
        { do: fc.constant('cancelInLightspeed'), orderId, reason },
        { requiredKeys: ['do', 'orderId'] },
      ),
    },
    cancelInWebstore: {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('cancelInWebstore'), orderId, reason }),
    },
    requeue: { weight: 3, arbitrary: fc.record({ do: fc.constant('requeue'), orderId, reason }) },
    note: {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('note'), orderId, text: fc.constantFrom('Called.', 'Mailed.') }),
    },
    look: { weight: 1, arbitrary: fc.record({ do: fc.constant('look'), orderId }) },
  };
  return fc.oneof(...Object.values(calls));
}
