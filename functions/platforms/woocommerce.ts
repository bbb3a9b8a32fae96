import { platformEndpoint } from '../../lib/inbox/endpoint.ts';
import { woocommerce } from '../../lib/platforms/woocommerce/platform.ts';

/** WooCommerce sends an order (contract 10). */
export const handler = platformEndpoint('receiveWoocommerce', woocommerce);
