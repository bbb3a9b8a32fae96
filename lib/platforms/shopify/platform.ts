import { platformTitles } from '../../domain/platform.ts';
import type { Platform } from '../platform.ts';
import { identify, readDelivery } from './read-delivery.ts';
import { readOrder } from './read-order.ts';

export const shopify: Platform = {
  name: 'shopify',
  title: platformTitles.shopify,
  readDelivery,
  identify,
  readOrder,
};
