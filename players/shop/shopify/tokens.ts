import { randomBytes } from 'node:crypto';
import type { ApiAnswer, ApiCall } from '../api-server.ts';
import { textIn } from '../json.ts';

/**
 * Seconds that an access token of the client credentials is said to live, and lives: 24 hours at Shopify. Here it is so
 * little more than an hour that whoever renews an hour before does so within a story.
 */
const LIVES = 3604;

/** `POST /admin/oauth/access_token` with the grant type `client_credentials`. */
export class Tokens {
  readonly #keys: { clientId: string; clientSecret: string };
  readonly #until = new Map<string, number>();

  constructor(keys: { clientId: string; clientSecret: string }) {
    this.#keys = keys;
  }

  isValid(token: string): boolean {
    return (this.#until.get(token) ?? 0) > performance.now();
  }

  answer({ json }: ApiCall): ApiAnswer {
    const { clientId, clientSecret } = this.#keys;
    if (textIn(json, 'grant_type') !== 'client_credentials')
      return { status: 400, json: { error: 'unsupported_grant_type' } };
    if (textIn(json, 'client_id') !== clientId || textIn(json, 'client_secret') !== clientSecret)
      return { status: 400, json: { error: 'invalid_client' } };
    const token = `shpat_${randomBytes(16).toString('hex')}`;
    this.#until.set(token, performance.now() + LIVES * 1000);
    return {
      status: 200,
      json: { access_token: token, scope: 'read_orders,write_orders', expires_in: LIVES },
    };
  }
}
