import type { PlatformName } from '../domain/platform.ts';
import { bigcommerce } from './bigcommerce/platform.ts';
import type { Platform } from './platform.ts';
import { shopify } from './shopify/platform.ts';
import { woocommerce } from './woocommerce/platform.ts';

/** The platforms that can be connected. A fourth one is a folder and a line here. */
export const platforms: Readonly<Record<PlatformName, Platform>> = { woocommerce, shopify, bigcommerce };
