import { Webhook } from 'standardwebhooks';
import type { Delivery } from './delivery.ts';

/** Why a delivery cannot be trusted, in the library's words; `undefined` if one of the secrets has signed it. */
export function whyNotVerified(
  { headers, body }: Pick<Delivery, 'headers' | 'body'>,
  secrets: string[],
): string | undefined {
  let why = 'no secret was given';
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return undefined;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  return why;
}
