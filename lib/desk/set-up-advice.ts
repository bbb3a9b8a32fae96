import type { Rejection } from '../domain/attempts.ts';
import { FORM } from '../domain/lightspeed-form.ts';

/* What to do in Lightspeed about what keeps it away, in words that an order's story and the page LightSpeed share. */

/** About calls that were turned away. */
export const adviceOn: Readonly<Record<Rejection, string>> = {
  'no header arrived': `In Lightspeed, ${FORM}, fill in User and Password, and press Test Connection. (A browser that opens the URL looks like this too.)`,
  'unreadable header': `In Lightspeed, ${FORM}, enter User and Password once more, by hand, and press Test Connection. If it stays, a proxy of the dealer's changes the call.`,
  'wrong credentials': `In Lightspeed, ${FORM}, compare User letter by letter, enter the password again, and press Test Connection.`,
};

/** About its silence. */
export const adviceOnSilence = `See whether the Lightspeed server runs and reaches the internet, and whether Enabled is on in ${FORM}. Then press Test Connection there.`;
