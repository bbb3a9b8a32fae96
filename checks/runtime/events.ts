/** What a function is called with, and what a good answer is. */
export interface Trial {
  event: unknown;
  /** The status of an HTTP answer; absent: the function answers nothing. */
  status?: number;
  /** Its status while the database is silent, where that is not 503: it does not ask the database. */
  silentStatus?: number;
  /** What the answer's body must hold. */
  holds?: string;
}

export const STORE = {
  id: 'dev',
  username: 'lightspeed',
  password: 'rehearsal',
  apiToken: 'rehearsal-token',
};

const basic = `Basic ${Buffer.from(`${STORE.username}:${STORE.password}`).toString('base64')}`;

/** The order that the trials are about; it is there before each of them. */
export const ORDER_ID = 'REHEARSAL-1';

export const orderBody = {
  placedAt: new Date().toISOString(),
  currency: 'USD',
  billTo: { lastName: 'Test', address1: '12 Elm St', city: 'Boise', state: 'ID', country: 'US' },
  lines: [{ sku: 'TEST', quantity: 1, unitPrice: '1.00' }],
  totals: { subtotal: '1.00', total: '1.00' },
  payments: [{ method: 'visa', amount: '1.00' }],
};

/** As API Gateway calls a function (payload format 2.0). */
function http(method: string, path: string, body?: string | object): unknown {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const isXml = /^\/+lightspeed/i.test(rawPath);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: {
      host: 'r3pmxmplak.execute-api.us-east-1.amazonaws.com',
      authorization: isXml ? basic : `Bearer ${STORE.apiToken}`,
      'content-type': isXml ? 'text/xml' : 'application/json',
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'r3pmxmplak',
      domainName: 'r3pmxmplak.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'r3pmxmplak',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'rehearsal' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '23/Nov/2026:18:04:05 +0000',
      timeEpoch: Date.now(),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

const scheduled = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-11-23T18:04:05Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1:123456789012:rule/rehearsal'],
  detail: {},
};

/** What only CloudFormation knows: addresses, and ids of what it made. */
export function settingOfCloudFormation(name: string): string {
  return /(ORIGIN|ISSUER|URL)$/.test(name) ? 'https://127.0.0.1:1' : 'rehearsal';
}

const order = `/orders/${ORDER_ID}`;
const lightspeedOrder = `/LightSpeed/Order/${ORDER_ID}`;
const acknowledgement = `<AcknowledgeRequest><Orders><Order><OrderId>${ORDER_ID}</OrderId></Order></Orders></AcknowledgeRequest>`;

/** One real event for each function of serverless.yml. A function that has none here is a fault. */
export const trials: Record<string, Trial> = {
  testConnection: { event: http('GET', '/LightSpeed'), status: 200, holds: '<Status>OK</Status>' },
  outstandingActivity: {
    event: http('GET', '/LightSpeed/OutstandingActivity'),
    status: 200,
    holds: `<OrderId>${ORDER_ID}</OrderId>`,
  },
  acknowledge: {
    event: http('POST', '/LightSpeed/AcknowledgeRequest', acknowledgement),
    status: 200,
    holds: '<Result>Downloaded</Result>',
  },
  ship: {
    event: http(
      'POST',
      `${lightspeedOrder}/Shipment`,
      '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>',
    ),
    status: 200,
    holds: '<Result>Recorded</Result>',
  },
  cancel: {
    event: http('POST', `${lightspeedOrder}/Cancel`),
    status: 200,
    holds: '<Result>Canceled</Result>',
  },
  putOrder: { event: http('PUT', '/orders/REHEARSAL-2', orderBody), status: 201, holds: '"status":"New"' },
  getOrder: { event: http('GET', order), status: 200, holds: `"orderId":"${ORDER_ID}"` },
  listOrders: { event: http('GET', '/orders?limit=10'), status: 200, holds: `"orderId":"${ORDER_ID}"` },
  addNote: { event: http('POST', `${order}/notes`, { text: 'A note' }), status: 201, holds: '"A note"' },
  cancelOrder: {
    event: http('POST', `${order}/cancel`, { reason: 'A test' }),
    status: 200,
    holds: '"Canceled"',
  },
  requeueOrder: {
    event: http('POST', `${order}/requeue`, { reason: 'A test' }),
    status: 200,
    holds: '"New"',
  },
  getStatus: { event: http('GET', '/status'), status: 200, holds: '"outstanding":1' },
  // Nothing is connected: the platform is told so, and nothing is kept.
  receiveWoocommerce: { event: http('POST', '/platforms/woocommerce', {}), status: 404 },
  receiveShopify: { event: http('POST', '/platforms/shopify', {}), status: 404 },
  receiveBigcommerce: { event: http('POST', '/platforms/bigcommerce', {}), status: 404 },
  // Nobody is signed in, and the provider's address is one where nobody listens.
  consolePage: { event: http('GET', '/console'), status: 303, silentStatus: 303 },
  consoleWebstore: {
    event: http('GET', '/console/stores/rehearsal/webstore'),
    status: 303,
    silentStatus: 303,
  },
  consoleSignIn: { event: http('GET', '/console/sign-in'), status: 503 },
  consoleSignOut: { event: http('GET', '/console/sign-out'), status: 200, silentStatus: 200 },
  anyOtherPath: {
    event: http('GET', '//lightspeed/testconnection/'),
    status: 200,
    holds: '<Status>OK</Status>',
  },
  resendMessages: { event: http('POST', `${order}/resend`), status: 200, holds: ORDER_ID },
  watchStores: { event: scheduled },
  repeatDeliveries: { event: scheduled },
  sweepPlatforms: { event: scheduled },
  tellWebstores: { event: scheduled },
};
