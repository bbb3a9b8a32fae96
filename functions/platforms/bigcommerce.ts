import { platformEndpoint } from '../../lib/inbox/endpoint.ts';
import { bigcommerce } from '../../lib/platforms/bigcommerce/platform.ts';

/** BigCommerce sends news of an order (contract 10). */
export const handler = platformEndpoint('receiveBigcommerce', bigcommerce);
