import { consoleEndpoint, redirect } from '../../lib/console/endpoint.tsx';
import { readConsoleSettings } from '../../lib/console/settings.ts';
import { beginSignIn, endSignIn, SIGNED_IN_PATH } from '../../lib/console/sign-in.ts';
import { askAgainCookie, isAskedAgain, sessionCookie } from '../../lib/console/session.ts';
import { queryOf } from '../../lib/http/request.ts';

const settings = readConsoleSettings(process.env);

/** To the OpenID provider, and back from it with a session (contract 11). */
export const handler = consoleEndpoint(async ({ event, now }) => {
  if (event.rawPath !== SIGNED_IN_PATH) {
    const asked = { page: queryOf(event, 'page'), again: isAskedAgain(event) };
    const { location, cookie } = await beginSignIn(asked, settings, now);
    return redirect(location, [cookie]);
  }
  const { person, page, clearCookie } = await endSignIn(event, settings, now);
  return redirect(page, [clearCookie, askAgainCookie(false), await sessionCookie(person.email, now)]);
});
