import { platformEndpoint } from '../../lib/inbox/endpoint.ts';
import { platforms } from '../../lib/platforms/all.ts';

/** BigCommerce tells of an order (contract 10). */
export const handler = platformEndpoint('receiveBigcommerce', platforms.bigcommerce);
