import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Exchange, expectMatchesOpenapi, openapiFaults } from '../support/openapi.ts';

const document = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
const { examples } = document.paths['/orders/{orderId}'].put.requestBody.content['application/json'];
const orderToPlace = examples.usual.value;
const order = document.components.examples.NewOrder.value;
const refusedOrder = document.components.examples.RefusedOrder.value;

const requestId = '5f1c1a2e-0c1d-4f5e-9a60-1d5a2f7b8c90';
const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const problemJson = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

function aPlacing(differs: Partial<Exchange> = {}): Exchange {
  return {
    method: 'PUT',
    path: '/orders/100234',
    status: 201,
    headers: json,
    requestBody: orderToPlace,
    responseBody: order,
    ...differs,
  };
}

function aLookUp(differs: Partial<Exchange> = {}): Exchange {
  return {
    method: 'GET',
    path: '/orders/100234',
    status: 200,
    headers: json,
    responseBody: order,
    ...differs,
  };
}

function aProblem(status: number, code: string, more: object = {}): object {
  return { type: 'about:blank', title: 'A problem', status, code, requestId, ...more };
}

describe('an exchange as documented matches', () => {
  test.each<[string, Exchange]>([
    ['placing an order', aPlacing()],
    ['with the least that is required', aPlacing({ requestBody: examples.shortest.value })],
    [
      'absent values said as null or as nothing',
      aPlacing({
        requestBody: { ...orderToPlace, billTo: { ...orderToPlace.billTo, company: null, phone: '' } },
      }),
    ],
    [
      'bodies as JSON text',
      aPlacing({ requestBody: JSON.stringify(orderToPlace), responseBody: JSON.stringify(order) }),
    ],
    [
      'a content type with a charset',
      aPlacing({ headers: { ...json, 'content-type': 'application/json; charset=utf-8' } }),
    ],
    [
      'header names in any letter case',
      aPlacing({ headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } }),
    ],
    ['looking up an order', aLookUp({ responseBody: refusedOrder })],
    [
      'an instant with milliseconds',
      aLookUp({ responseBody: { ...order, receivedAt: '2026-11-23T18:04:06.123Z' } }),
    ],
    [
      'a page',
      aLookUp({
        path: '/orders?status=Refused&limit=2&cursor=abc',
        responseBody: { orders: [order, order], nextCursor: 'x' },
      }),
    ],
    ['the last page', aLookUp({ path: '/orders', responseBody: { orders: [] } })],
    [
      'a refused request, whatever it said',
      aPlacing({
        status: 422,
        headers: problemJson,
        requestBody: { color: 'red' },
        responseBody: aProblem(422, 'InvalidRequest', {
          errors: [{ pointer: '/color', detail: 'Unknown.' }],
        }),
      }),
    ],
    [
      'a path that does not exist',
      {
        method: 'GET',
        path: '/orders/100234/parts',
        status: 404,
        headers: problemJson,
        responseBody: aProblem(404, 'NotFound'),
      },
    ],
    [
      'a method that a path does not have',
      aLookUp({
        method: 'DELETE',
        status: 405,
        headers: { ...problemJson, allow: 'GET, PUT' },
        responseBody: aProblem(405, 'MethodNotAllowed'),
      }),
    ],
    [
      'a store that was never polled',
      aLookUp({
        path: '/status',
        responseBody: {
          store: 'coolbike',
          lastPolledAt: null,
          lastAcknowledgedAt: null,
          lastShippedAt: null,
          name: 'Cool Bike',
          enabled: true,
          usualPollSeconds: null,
          silentSince: null,
          outstanding: 0,
          refused: 0,
          leftOut: 0,
          beforeStart: 0,
          oldestOutstanding: null,
          lastRejection: null,
          messagesPending: 0,
          messagesFailed: 0,
          webhook: null,
          platforms: [],
        },
      }),
    ],
  ])('%s', (_, exchange) => {
    expectMatchesOpenapi(exchange);
  });
});

describe('an undocumented call or answer is told by name', () => {
  test.each<[string, Exchange, string]>([
    [
      'path',
      aLookUp({ path: '/orders/1/parts' }),
      'The path /orders/1/parts is not documented, so it must answer 404, not 200.',
    ],
    [
      'method',
      aLookUp({ method: 'PATCH' }),
      'The method PATCH of /orders/{orderId} is not documented, so it must answer 405, not 200.',
    ],
    [
      'status',
      aLookUp({ status: 418 }),
      'The status 418 is not documented; these are: 200, 401, 404, 422, 429, 500, 503.',
    ],
    [
      'content type',
      aLookUp({ headers: { ...json, 'content-type': 'text/html' } }),
      'The content type of the answer is text/html; documented is application/json.',
    ],
    [
      'problem as plain JSON',
      aLookUp({ status: 404, headers: json, responseBody: aProblem(404, 'OrderNotFound') }),
      'The content type of the answer is application/json; documented is application/problem+json.',
    ],
    [
      'missing content type',
      aLookUp({ headers: { 'cache-control': 'no-store' } }),
      'The content type of the answer is undefined; documented is application/json.',
    ],
    [
      'missing header',
      aLookUp({ headers: { 'content-type': 'application/json' } }),
      'The header Cache-Control is missing.',
    ],
    [
      'header with another value',
      aLookUp({ headers: { ...json, 'cache-control': 'max-age=60' } }),
      'header Cache-Control must be equal to constant: "no-store"',
    ],
    [
      'Retry-After that is missing',
      aLookUp({ status: 503, headers: problemJson, responseBody: aProblem(503, 'ServiceUnavailable') }),
      'The header Retry-After is missing.',
    ],
    [
      'query parameter',
      aLookUp({ path: '/orders?page=2', responseBody: { orders: [] } }),
      'The query parameter page is not documented.',
    ],
    [
      'query value',
      aLookUp({ path: '/orders?limit=101', responseBody: { orders: [] } }),
      'query parameter limit must be <= 100',
    ],
    [
      'order id',
      aPlacing({ path: '/orders/a%20b' }),
      'path parameter orderId must match pattern "^[A-Za-z0-9._\\-]{1,64}$"',
    ],
    [
      'request body',
      aLookUp({ requestBody: {} }),
      'The request has a body, but GET is documented without one.',
    ],
    [
      'missing request body',
      aPlacing({ requestBody: undefined }),
      'The request has no body, but must have one.',
    ],
    [
      'answer that is no JSON',
      aLookUp({ responseBody: '<html>' }),
      'The body of the answer is not JSON: "<html>"',
    ],
  ])('%s', (_, exchange, fault) => {
    expect(openapiFaults(exchange)).toContain(fault);
  });
});

describe('an accepted order must be one that the document allows', () => {
  const { billTo, lines, totals } = orderToPlace;
  const [line] = lines;

  test.each<[string, object, string]>([
    ['an unknown property', { color: 'red' }, 'request must NOT have additional properties: "color"'],
    [
      'an unknown property of a line',
      { lines: [{ ...line, size: 'L' }] },
      'request /lines/0 must NOT have additional properties: "size"',
    ],
    ['no lines', { lines: [] }, 'request /lines must NOT have fewer than 1 items'],
    ['a quantity of none', { lines: [{ ...line, quantity: 0 }] }, 'request /lines/0/quantity must be >= 1'],
    [
      'too large a quantity',
      { lines: [{ ...line, quantity: 1_000_001 }] },
      'request /lines/0/quantity must be <= 1000000',
    ],
    ['half a piece', { lines: [{ ...line, quantity: 2.5 }] }, 'request /lines/0/quantity must be integer'],
    [
      'a quantity as text',
      { lines: [{ ...line, quantity: '2' }] },
      'request /lines/0/quantity must be integer',
    ],
    ['money as a number', { totals: { ...totals, total: 77.09 } }, 'request /totals/total must be string'],
    [
      'three decimals',
      { totals: { ...totals, tax: '4.140' } },
      'request /totals/tax must match pattern "^\\d{1,10}(\\.\\d{1,2})?$"',
    ],
    [
      'a grouping comma',
      { totals: { ...totals, tax: '1,234.50' } },
      'request /totals/tax must match pattern "^\\d{1,10}(\\.\\d{1,2})?$"',
    ],
    [
      'eleven digits',
      { totals: { ...totals, tax: '12345678901' } },
      'request /totals/tax must match pattern "^\\d{1,10}(\\.\\d{1,2})?$"',
    ],
    [
      'neither last name nor company',
      { billTo: { ...billTo, lastName: undefined, company: undefined } },
      "request /billTo must have required property 'lastName'",
    ],
    [
      'an empty last name for a company',
      { billTo: { ...billTo, lastName: '', company: null } },
      'request /billTo must match a schema in anyOf',
    ],
    [
      'no country',
      { billTo: { ...billTo, country: undefined } },
      "request /billTo must have required property 'country'",
    ],
    [
      'a blank city',
      { billTo: { ...billTo, city: ' ' } },
      'request /billTo/city must match pattern "[^\\s\\x00-\\x1F]"',
    ],
    ['a date without a time', { placedAt: '2026-11-23' }, 'request /placedAt must match format "date-time"'],
  ])('%s is none', (_, differs, fault) => {
    const requestBody = JSON.stringify({ ...orderToPlace, ...differs });

    expect(openapiFaults(aPlacing({ requestBody }))).toContain(fault);
  });
});

describe('an answer differs by', () => {
  test.each<[string, object, string]>([
    ['an undocumented property', { content: {} }, 'answer must NOT have additional properties: "content"'],
    ['a missing property', { offers: undefined }, "answer must have required property 'offers'"],
    [
      'a local time',
      { updatedAt: '2026-11-23T11:04:06-07:00' },
      'answer /updatedAt must match pattern "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$"',
    ],
    [
      'money without decimals',
      { totals: { ...order.totals, total: '77' } },
      'answer /totals/total must match pattern "^(0|[1-9]\\d{0,9})\\.\\d{2}$"',
    ],
    [
      'money as a number',
      { totals: { ...order.totals, total: 77.09 } },
      'answer /totals/total must be string',
    ],
    [
      'the other spelling of Canceled',
      { status: 'Cancelled' },
      'answer /status must be equal to one of the allowed values: ["New","Downloaded","PartiallyShipped","Shipped","Canceled"]',
    ],
    [
      'a payment without its type',
      { payments: [{ method: 'visa', amount: '77.09' }] },
      "answer /payments/0 must have required property 'type'",
    ],
    ['null for an absent value', { outstandingSince: null }, 'answer /outstandingSince must be string'],
  ])('%s', (_, differs, fault) => {
    const responseBody = JSON.stringify({ ...order, ...differs });

    expect(openapiFaults(aLookUp({ responseBody }))).toContain(fault);
  });

  test('a code that does not belong to its status', () => {
    const exchange = aLookUp({
      status: 404,
      headers: problemJson,
      responseBody: aProblem(404, 'OrderCanceled'),
    });

    expect(openapiFaults(exchange)).toEqual(['answer /code must be equal to constant: "OrderNotFound"']);
  });

  test('a status in the body that is not the status of the answer', () => {
    const exchange = aLookUp({
      status: 404,
      headers: problemJson,
      responseBody: aProblem(500, 'OrderNotFound'),
    });

    expect(openapiFaults(exchange)).toEqual(['answer /status must be equal to constant: 404']);
  });
});

test('every example in the document is as its schema says', () => {
  const found = Object.entries(document.components.examples as Record<string, { value: unknown }>);

  for (const [, { value }] of found) expectMatchesOpenapi(aLookUp({ responseBody: value }));
  expect(found).toHaveLength(3);
});
