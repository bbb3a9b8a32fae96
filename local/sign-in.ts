import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { type Configuration } from 'oidc-provider';

/*
 * A real OpenID provider on loopback, so that `npm start` signs people in by the very code that runs at AWS. Nobody has
 * a password here: whoever can open the page chooses who to be.
 */

export const CLIENT_ID = 'console';

export interface SignIn {
  issuer: string;
  close: () => Promise<void>;
}

/** Starts it on a free port, for these people and the console of this origin. */
export async function startSignIn(
  people: { email: string; role: string }[],
  origin: string,
): Promise<SignIn> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const provider = quietly(() => new Provider(issuer, configurationFor(people, origin)));
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/choose/')) void choose(provider, people, { request, response });
    else void answer(request, response);
  });
  return { issuer, close: () => close(server) };
}

/** The provider warns of keys and sessions that end with the process: here they should. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

function configurationFor(people: { email: string }[], origin: string): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${origin}/console/signed-in`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // The claims are in the ID token, as with Cognito.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/choose/${uid}` },
    findAccount: (_, sub) =>
      people.some(({ email }) => email === sub)
        ? { accountId: sub, claims: () => ({ sub, email: sub, email_verified: true }) }
        : undefined,
    // The choice needs no further consent.
    loadExistingGrant: async (context) => {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({ clientId: CLIENT_ID, accountId: context.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    ttl: { Session: 60, Interaction: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
    cookies: { keys: [crypto.randomUUID()] },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The page to choose a person, and its buttons. */
async function choose(
  provider: Provider,
  people: { email: string; role: string }[],
  { request, response }: Exchange,
): Promise<void> {
  try {
    const { prompt } = await provider.interactionDetails(request, response);
    const chosen = request.method === 'POST' ? new URLSearchParams(await text(request)).get('email') : null;
    const person = people.find(({ email }) => email === chosen);
    if (prompt.name === 'login' && !person) return show(response, people);
    await provider.interactionFinished(
      request,
      response,
      person ? { login: { accountId: person.email } } : { consent: {} },
    );
  } catch {
    response
      .writeHead(400, { 'content-type': 'text/plain' })
      .end('This sign-in is over. Open the console again.');
  }
}

/** As the console looks, whose stylesheet is another origin's. */
const STYLE =
  ':root{color-scheme:light dark}body{max-width:34rem;margin:12vh auto 0;padding:0 1rem;font:15px/1.5 system-ui,sans-serif}h1{font-size:1.5rem}button{min-height:2rem;padding:.25rem .75rem;font:inherit;cursor:pointer}';

function show(response: ServerResponse, people: { email: string; role: string }[]): void {
  const buttons = people.map(
    ({ email, role }) => `<p><button name="email" value="${email}">${email} (${role})</button></p>`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in on this machine</title><style>${STYLE}</style><h1>Who are you?</h1><p>This page stands in for your sign-in service on this machine only.</p><form method="post">${buttons.join('')}</form></html>`,
  );
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
