import { renderToString } from 'preact-render-to-string';
import type { VNode } from 'preact';
import { Failure } from '../domain/failure.ts';
import type { Person } from '../domain/people.ts';
import { type Answer, type Call, endpoint, type Handler } from '../http/endpoint.ts';
import { bodyOf, headerOf, methodOf } from '../http/request.ts';
import { failureHeaders, statuses } from '../http/statuses.ts';
import { Ahead } from './ahead.ts';
import { ErrorPage } from './error-page.tsx';
import { isToken, readSession, type Session } from './session.ts';
import type { ConsoleSettings } from './settings.ts';

/** A call of a signed-in person. */
export interface ConsoleCall extends Call {
  session: Session;
  person: Person;
  settings: ConsoleSettings;
  query: URLSearchParams;
  /** The fields of a posted form; empty otherwise. */
  form: URLSearchParams;
  ahead: Ahead;
}

const MAX_FORM_BYTES = 64 * 1024;

const METHODS = ['GET', 'HEAD', 'POST'];

const HTML = 'text/html; charset=utf-8';

/** Headers of every answer of the console. They forbid other hosts, frames, inline scripts and styles, caches. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
} as const;

/** An endpoint of the console: every outcome is a page. */
export function consoleEndpoint(answer: (call: Call) => Promise<Answer>): Handler {
  return endpoint({
    route: undefined,
    answer: (call) => {
      call.facts['route'] = 'console';
      return answer(call);
    },
    answerFailure: (failure, { requestId }) => {
      const { code, message } = failure;
      const isOurs = statuses[code] >= 500;
      const page = <ErrorPage code={code} message={message} requestId={requestId} isOurs={isOurs} />;
      const answer = html(page, { status: statuses[code] });
      return { ...answer, headers: { ...answer.headers, ...failureHeaders(failure, METHODS) } };
    },
  });
}

/**
 * The call of a signed-in person, or a redirect to the sign-in. A post must come from our own page: its `Origin` is
 * ours and it has the session's token. Throws `Unauthorized`, `MethodNotAllowed`, `InvalidRequest` and
 * `PayloadTooLarge`.
 */
export async function signedIn(
  call: Call,
  settings: ConsoleSettings,
  act: (call: ConsoleCall) => Promise<Answer>,
): Promise<Answer> {
  const { event } = call;
  const method = methodOf(event);
  if (!METHODS.includes(method))
    throw new Failure('MethodNotAllowed', 'Pages are opened and forms are sent.');
  const isPost = method === 'POST';
  const ahead = new Ahead();
  const session = await readSession(event, call.now, () => ahead.begin(event.rawPath));
  // Our policy lets no browser follow a form to the provider's host: the person would see nothing happen.
  if (!session && isPost)
    throw new Failure(
      'Unauthorized',
      'Your session has ended, and nothing was changed. Sign in, and do it again.',
    );
  if (!session) {
    const page = `${event.rawPath}${event.rawQueryString && `?${event.rawQueryString}`}`;
    return redirect(`/console/sign-in?page=${encodeURIComponent(page)}`);
  }
  call.facts['role'] = session.person.role;
  const body = isPost ? bodyOf(event) : Buffer.alloc(0);
  if (body.length > MAX_FORM_BYTES) throw new Failure('PayloadTooLarge', 'A form has at most 64 KiB.');
  const form = new URLSearchParams(body.toString());
  if (isPost) checkPost(call, { settings, session, form });
  const query = new URLSearchParams(event.rawQueryString);
  return act({ ...call, session, person: session.person, settings, query, form, ahead });
}

function checkPost(
  { event }: Call,
  { settings, session, form }: { settings: ConsoleSettings; session: Session; form: URLSearchParams },
): void {
  const origin = headerOf(event, 'origin') ?? 'null';
  // Our pages send no referrer, so browsers send the origin `null` with their forms; then `Sec-Fetch-Site` decides.
  const isSameOrigin = origin === 'null' && headerOf(event, 'sec-fetch-site') === 'same-origin';
  const isOurs = origin === settings.origin || isSameOrigin;
  if (isOurs && isToken(form.get('token') ?? '', session)) return;
  throw new Failure(
    'InvalidRequest',
    'This form is not of your session. Open the page again, and send it once more.',
  );
}

/** A whole page. */
export function html(
  page: VNode,
  { status = 200, cookies = [] }: { status?: number; cookies?: string[] } = {},
): Answer {
  return {
    statusCode: status,
    headers: { 'Content-Type': HTML, ...HEADERS },
    ...(cookies.length > 0 && { cookies }),
    body: `<!doctype html>${renderToString(page)}`,
  };
}

/** A form posts and redirects, so that going back or reloading does not post again. */
export function redirect(location: string, cookies: string[] = []): Answer {
  return {
    statusCode: 303,
    headers: { Location: location, ...HEADERS },
    ...(cookies.length > 0 && { cookies }),
    body: '',
  };
}

/** The stylesheet or the script: its name changes with its content, so it is kept forever. */
export function asset(type: string, body: string): Answer {
  return {
    statusCode: 200,
    headers: {
      ...HEADERS,
      'Content-Type': type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    },
    body,
  };
}
