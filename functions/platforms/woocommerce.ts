import { platformEndpoint } from '../../lib/inbox/endpoint.ts';
import { platforms } from '../../lib/platforms/all.ts';

/** WooCommerce tells of an order (contract 10). */
export const handler = platformEndpoint('receiveWoocommerce', platforms.woocommerce);
