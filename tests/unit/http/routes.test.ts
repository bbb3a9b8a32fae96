import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointsAt, faceOf, methodsAt, type RouteName } from '../../../lib/http/routes.ts';

describe('a path names', () => {
  test.each<[string, RouteName[], string | undefined]>([
    ['/LightSpeed', ['testConnection'], undefined],
    ['/LightSpeed/TestConnection', ['testConnection'], undefined],
    ['/LightSpeed/OutstandingActivity', ['outstandingActivity'], undefined],
    ['/LightSpeed/AcknowledgeRequest', ['acknowledge'], undefined],
    ['/LightSpeed/Order/00123/Shipment', ['ship'], '00123'],
    ['/LightSpeed/Order/00123/Cancel', ['cancel'], '00123'],
    ['/LightSpeed/Order/00123/Cancellation', ['cancel'], '00123'],
    ['/orders', ['listOrders'], undefined],
    ['/orders/00123', ['putOrder', 'getOrder'], '00123'],
    ['/orders/00123/notes', ['addNote'], '00123'],
    ['/orders/00123/cancel', ['cancelOrder'], '00123'],
    ['/orders/00123/requeue', ['requeueOrder'], '00123'],
    ['/orders/00123/resend', ['resendMessages'], '00123'],
    ['/status', ['getStatus'], undefined],
    // Other spellings of the same.
    ['/lightspeed', ['testConnection'], undefined],
    ['/LIGHTSPEED/', ['testConnection'], undefined],
    ['//LightSpeed//OutstandingActivity//', ['outstandingActivity'], undefined],
    ['/lightspeed/outstandingactivity/', ['outstandingActivity'], undefined],
    ['/Light%53peed/Order/AbC/shipment', ['ship'], 'AbC'],
    ['LightSpeed', ['testConnection'], undefined],
    ['/LightSpeed/Order/%31%32/Cancel', ['cancel'], '12'],
    ['/LightSpeed/Order/a%2Fb/Cancel', ['cancel'], 'a/b'],
    ['/LightSpeed/Order/100%/Cancel', ['cancel'], '100%'],
    ['/LightSpeed/Order/Shipment/Shipment', ['ship'], 'Shipment'],
    ['/Orders/orders', ['putOrder', 'getOrder'], 'orders'],
  ])('%s: %j, order %s', (path, names, orderId) => {
    expect(endpointsAt(path)).toEqual(names.map((name) => ({ name, orderId })));
  });

  test.each([
    '',
    '/',
    '/LightSpeed/Order',
    '/LightSpeed/Order/1',
    '/LightSpeed/Order//Shipment',
    '/LightSpeed/Order/1/2/Shipment',
    '/LightSpeed/TestConnection/x',
    '/LightSpeedX',
    '/Light%2FSpeed',
    '/orders/1/notes/2',
    '/favicon.ico',
    '/{orderId}',
    '/LightSpeed/../status',
  ])('%j: nothing', (path) => {
    expect(endpointsAt(path)).toEqual([]);
    expect(methodsAt(path)).toEqual([]);
  });

  test('any text: something or nothing, never a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        expect(Array.isArray(endpointsAt(path))).toBe(true);
        expect(['lightspeed', 'webstore', undefined]).toContain(faceOf(path));
      }),
    );
  });
});

test.each([
  ['/LightSpeed', ['GET', 'HEAD', 'POST']],
  ['/lightspeed/testconnection/', ['GET', 'HEAD', 'POST']],
  ['/LightSpeed/OutstandingActivity', ['GET', 'HEAD', 'POST']],
  ['/LightSpeed/AcknowledgeRequest', ['POST']],
  ['/LightSpeed/Order/1/Shipment', ['POST']],
  ['/LightSpeed/Order/1/Cancel', ['POST']],
  ['/orders/1', ['PUT', 'GET', 'HEAD']],
  ['/orders', ['GET', 'HEAD']],
  ['/orders/1/notes', ['POST']],
  ['/status', ['GET', 'HEAD']],
])('%s takes %j', (path, methods) => {
  expect(methodsAt(path)).toEqual(methods);
});

test.each([
  ['/orders', 'webstore'],
  ['/lightspeed/', 'lightspeed'],
  ['/ORDERS/1/unknown', 'webstore'],
  ['//status/', 'webstore'],
  ['/LightSpeed/Unknown', 'lightspeed'],
  ['/', undefined],
  ['/orders.xml', undefined],
  ['/wp-login.php', undefined],
])('%s belongs to the face %s', (path, face) => {
  expect(faceOf(path)).toBe(face);
});
