import { platformEndpoint } from '../../lib/inbox/endpoint.ts';
import { shopifyPayments } from '../../lib/inbox/shopify-payments.ts';
import { shopify } from '../../lib/platforms/shopify/platform.ts';

/** Shopify sends an order (contract 10). */
export const handler = platformEndpoint('receiveShopify', shopify, shopifyPayments);
