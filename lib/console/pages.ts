import { auditPage } from './pages/audit.tsx';
import { lightspeedPage } from './pages/lightspeed.tsx';
import { orderPage } from './pages/order.tsx';
import { ordersPage } from './pages/orders.tsx';
import { overviewPage } from './pages/overview.tsx';
import { peoplePage } from './pages/people.tsx';
import { storesPage } from './pages/stores.tsx';
import { wireCallPage, wirePage } from './pages/wire.tsx';
import type { ConsolePage } from './router.ts';

/**
 * Every page of the console, one file each, but for Webstore, which has a function of its own
 * (functions/console/webstore.ts).
 */
export const pages: readonly ConsolePage[] = [
  { path: '/console', show: () => Promise.resolve({ to: '/console/stores' }) },
  storesPage,
  overviewPage,
  ordersPage,
  orderPage,
  lightspeedPage,
  wirePage,
  wireCallPage,
  peoplePage,
  auditPage,
];
