import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Client, lightspeedClient } from '../players/lightspeed/client.ts';
import { acknowledge, poll, type Said, ship, test } from '../players/lightspeed/commands.ts';
import { makeOrder } from '../players/webstore/make-order.ts';
import { baseUrl } from '../terminal/arguments.ts';
import { send } from '../terminal/http/send.ts';

/*
 * Lightspeed on a page of this machine, for who has none: what `npm run lightspeed` and `npm run orders` do, by buttons.
 * It knows nothing of the service but what is typed into it, as Lightspeed does.
 */

export interface Simulator {
  origin: string;
  close: () => Promise<void>;
}

/** Starts it on a free port. */
export async function startSimulator(): Promise<Simulator> {
  const server = createServer((request, response) => {
    // Whoever asked has gone.
    answer(request, response, origin).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { origin, close };
}

/** What stands in the page's fields. */
interface Entered {
  url: string;
  user: string;
  password: string;
  token: string;
  order: string;
  reason: string;
  tracking: string;
}

const USUAL: Entered = {
  url: '',
  user: 'lightspeed',
  password: '',
  token: '',
  order: '',
  reason: 'Unknown part KA-49006-1234',
  tracking: '1Z999AA10123456784',
};

function entered(given: URLSearchParams): Entered {
  const names = Object.keys(USUAL) as (keyof Entered)[];
  const values = names.map((name) => [name, given.get(name)?.trim() ?? USUAL[name]]);
  return Object.fromEntries(values) as unknown as Entered;
}

type Button = (client: Client, fields: Entered) => Promise<Pick<Said, 'text'>>;

const BUTTONS: Readonly<Record<string, Button>> = {
  test: (client, fields) => test(client, fields, () => new Date()),
  poll,
  take: (client) => acknowledge(client, { orderIds: [], refused: [] }),
  refuse: (client, { order, reason }) =>
    acknowledge(client, { orderIds: [], refused: [{ orderId: order, errors: [{ message: reason }] }] }),
  ship: (client, { order, tracking }) =>
    ship(client, order, { trackingNumbers: [tracking], carrier: 'UPS', items: [] }),
  place: (_, fields) => placeOrder(fields),
};

/** The webstore places an order of its own. */
async function placeOrder({ url, token }: Entered): Promise<Pick<Said, 'text'>> {
  const number = Date.now() % 100_000_000;
  const order = makeOrder({ seed: 1, number, placedAt: new Date() });
  const { status, body } = await send({
    method: 'PUT',
    url: `${new URL(url).origin}/orders/${number}`,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(order),
  });
  return { text: status === 201 ? `The webstore placed order ${number}.` : `${status}: ${String(body)}` };
}

async function answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
  // No other page may press its buttons.
  const isOwn = request.headers.host === new URL(origin).host;
  const isPressed = request.method === 'POST' && request.headers.origin === origin;
  if (!isOwn || (request.method !== 'GET' && !isPressed)) {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('Open this page itself, and press its buttons.');
    return;
  }
  const given = isPressed
    ? new URLSearchParams(await text(request))
    : new URL(request.url ?? '/', origin).searchParams;
  const fields = entered(given);
  const said = isPressed ? await press(given.get('do') ?? '', fields) : undefined;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html>${renderToString(page(fields, said))}`);
}

/** What came of a button, in the words of the command. */
async function press(name: string, fields: Entered): Promise<string> {
  const button = Object.hasOwn(BUTTONS, name) ? BUTTONS[name] : undefined;
  if (!button) return 'There is no such button.';
  try {
    const settings = { ...fields, url: baseUrl(fields.url) };
    return (await button(lightspeedClient(settings, AbortSignal.timeout(30_000)), settings)).text;
  } catch (error) {
    // `UsageError`, `CallFailed`, `NoAnswer`, or a fault of its own: whoever pressed the button sees which.
    return error instanceof Error ? error.message : String(error);
  }
}

const STYLE =
  ':root{color-scheme:light dark}body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:15px/1.5 system-ui,sans-serif}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}label{display:block;margin:.5rem 0}input{display:block;width:100%;box-sizing:border-box;min-height:2rem;font:inherit}button{min-height:2rem;margin:.25rem .5rem .25rem 0;padding:.25rem .75rem;font:inherit;cursor:pointer}pre{padding:.75rem;border:1px solid;white-space:pre-wrap;overflow-wrap:anywhere}';

function page(fields: Entered, said: string | undefined) {
  return h('html', { lang: 'en' }, [
    h('head', null, [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width' }),
      h('title', null, 'Lightspeed, played on this machine'),
      h('style', { dangerouslySetInnerHTML: { __html: STYLE } }),
    ]),
    h('body', null, [
      h('h1', null, 'Lightspeed, played on this machine'),
      h(
        'p',
        null,
        'It stands in for Lightspeed EVO and for a webstore. Nothing of it exists after a deployment.',
      ),
      ...(said === undefined ? [] : [h('pre', { role: 'status' }, said)]),
      form(fields),
    ]),
  ]);
}

function form(fields: Entered) {
  const field = (name: keyof Entered, label: string, type = 'text') =>
    h('label', null, [label, h('input', { name, type, value: fields[name], autocomplete: 'off' })]);
  const button = (name: string, label: string) => h('button', { name: 'do', value: name }, label);
  return h('form', { method: 'post', action: '/' }, [
    h('h2', null, 'System > Preferences > Location > Web Orders'),
    field('url', 'URL'),
    field('user', 'User'),
    field('password', 'Password', 'password'),
    button('test', 'Test Connection'),
    h('h2', null, 'The webstore'),
    field('token', 'API token', 'password'),
    button('place', 'Place an order'),
    h('h2', null, 'Lightspeed at work'),
    button('poll', 'Poll'),
    button('take', 'Take all that is offered'),
    field('order', 'Order'),
    field('reason', 'Error'),
    button('refuse', 'Refuse this order, take the others'),
    field('tracking', 'Tracking number'),
    button('ship', 'Ship this order'),
  ]);
}
