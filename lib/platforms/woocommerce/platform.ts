import { platformTitles } from '../../domain/platform.ts';
import type { Platform } from '../platform.ts';
import { identify, readDelivery } from './read-delivery.ts';
import { readOrder } from './read-order.ts';

export const woocommerce: Platform = {
  name: 'woocommerce',
  title: platformTitles.woocommerce,
  readDelivery,
  identify,
  readOrder,
};
