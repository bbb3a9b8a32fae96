import { askAgainCookie, endedCookie, readSession } from '../../lib/console/session.ts';
import { consoleEndpoint, html, redirect, signedIn } from '../../lib/console/endpoint.tsx';
import { readConsoleSettings } from '../../lib/console/settings.ts';
import { SignedOutPage } from '../../lib/console/signed-out-page.tsx';
import { changePerson } from '../../lib/database/people.ts';
import { methodOf } from '../../lib/http/request.ts';

const settings = readConsoleSettings(process.env);

/** Ends every session of a person, in this browser and in all others (contract 11). */
export const handler = consoleEndpoint(async (call) => {
  if (methodOf(call.event) !== 'POST') {
    const isSignedIn = (await readSession(call.event, call.now)) !== undefined;
    return isSignedIn ? redirect('/console') : html(SignedOutPage());
  }
  return signedIn(call, settings, async ({ person, now }) => {
    await changePerson(person.email, (before) => before && { ...before, signedOutAt: now });
    return redirect('/console/sign-out', [endedCookie(), askAgainCookie(true)]);
  });
});
