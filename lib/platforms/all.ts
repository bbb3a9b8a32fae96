import type { PlatformName } from '../domain/platform.ts';
import * as bigcommerceDelivery from './bigcommerce/read-delivery.ts';
import * as bigcommerceOrder from './bigcommerce/read-order.ts';
import type { Platform } from './platform.ts';
import * as shopifyDelivery from './shopify/read-delivery.ts';
import * as shopifyOrder from './shopify/read-order.ts';
import * as woocommerceDelivery from './woocommerce/read-delivery.ts';
import * as woocommerceOrder from './woocommerce/read-order.ts';

/** The platforms that can be connected. A fourth one is a folder and a line here. */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  woocommerce: {
    name: 'woocommerce',
    title: 'WooCommerce',
    readDelivery: woocommerceDelivery.readDelivery,
    identify: woocommerceDelivery.identify,
    readOrder: woocommerceOrder.readOrder,
  },
  shopify: {
    name: 'shopify',
    title: 'Shopify',
    readDelivery: shopifyDelivery.readDelivery,
    identify: shopifyDelivery.identify,
    readOrder: shopifyOrder.readOrder,
  },
  bigcommerce: {
    name: 'bigcommerce',
    title: 'BigCommerce',
    readDelivery: bigcommerceDelivery.readDelivery,
    identify: bigcommerceDelivery.identify,
    readOrder: bigcommerceOrder.readOrder,
  },
};
