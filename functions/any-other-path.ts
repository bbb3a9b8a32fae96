import type { Context } from 'aws-lambda';
import type { Answer, Handler } from '../lib/http/endpoint.ts';
import { type Event, methodOf } from '../lib/http/request.ts';
import { endpointsAt, faceOf, type RouteName, routes } from '../lib/http/routes.ts';
import { lightspeedEndpoint, nowhere } from '../lib/lightspeed/endpoint.ts';
import { noPlatform } from '../lib/inbox/endpoint.ts';
import { webstoreEndpoint } from '../lib/webstore/endpoint.ts';
import { handler as acknowledge } from './lightspeed/acknowledge.ts';
import { handler as cancel } from './lightspeed/cancel.ts';
import { handler as outstandingActivity } from './lightspeed/outstanding-activity.ts';
import { handler as ship } from './lightspeed/ship.ts';
import { handler as testConnection } from './lightspeed/test-connection.ts';
import { handler as receiveBigcommerce } from './platforms/bigcommerce.ts';
import { handler as receiveShopify } from './platforms/shopify.ts';
import { handler as receiveWoocommerce } from './platforms/woocommerce.ts';
import { handler as addNote } from './webstore/add-note.ts';
import { handler as cancelOrder } from './webstore/cancel-order.ts';
import { handler as getOrder } from './webstore/get-order.ts';
import { handler as getStatus } from './webstore/get-status.ts';
import { handler as listOrders } from './webstore/list-orders.ts';
import { handler as putOrder } from './webstore/put-order.ts';
import { handler as requeueOrder } from './webstore/requeue-order.ts';
import { handler as resendMessages } from './webstore/resend-messages.ts';

const handlers: Readonly<Record<RouteName, Handler>> = {
  testConnection,
  outstandingActivity,
  acknowledge,
  ship,
  cancel,
  putOrder,
  getOrder,
  listOrders,
  addNote,
  cancelOrder,
  requeueOrder,
  resendMessages,
  getStatus,
  receiveWoocommerce,
  receiveShopify,
  receiveBigcommerce,
};

/** What API Gateway's exact routes did not match: no such path, or no such method on it. */
const unroutable = {
  lightspeed: lightspeedEndpoint(undefined, () => Promise.resolve('')),
  webstore: webstoreEndpoint(undefined, () => Promise.resolve({ body: null })),
  platforms: noPlatform(),
  neither: nowhere(),
};

/**
 * API Gateway compares paths letter by letter. A path in another letter case, or with a trailing or doubled slash,
 * comes here and is answered like its exact spelling, never by a redirect (contract 1, "Paths").
 */
export function handler(event: Event, context: Context): Promise<Answer> {
  const method = methodOf(event) === 'HEAD' ? 'GET' : methodOf(event);
  const methodsOf = (name: RouteName): readonly string[] => routes[name].methods;
  const match = endpointsAt(event.rawPath).find(({ name }) => methodsOf(name).includes(method));
  return (match ? handlers[match.name] : unroutable[faceOf(event.rawPath) ?? 'neither'])(event, context);
}
