import { listOrders } from '../../database/listing.ts';
import { isOrderId, type ListedStatus, listedStatuses, type Order } from '../../domain/order.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { Ago, Amount, Empty, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { storeOf } from '../store-call.ts';
import { Table } from '../table.tsx';
import { Status, statusWord } from './order-words.tsx';

const LIMIT = 25;

/** A store's orders, newest first: by status, page by page, or one by its number (contract 11). */
export const ordersPage: ConsolePage = {
  path: '/console/stores/{storeId}/orders',
  show: async (call, params) => {
    const { session, query, now } = call;
    const store = await storeOf(call, params);
    const find = (query.get('find') ?? '').trim().replace(/^#/, '');
    if (isOrderId(find)) return { to: `/console/stores/${store.id}/orders/${encodeURIComponent(find)}` };
    const status = listedStatuses.find((one) => one === query.get('status'));
    const cursor = query.get('cursor') ?? undefined;
    const { orders, nextCursor } = await listOrders(store.id, { status, limit: LIMIT, cursor });
    const here = `/console/stores/${store.id}/orders`;
    const next = new URLSearchParams({ ...(status && { status }), cursor: nextCursor ?? '' });
    return (
      <Page
        title="Orders"
        session={session}
        store={{ ...store, current: 'Orders' }}
        done={doneSentence(query.get('done'))}
      >
        <h1>Orders</h1>
        <form method="get" class="inline" role="search">
          <label for="find">Order number</label>
          <input id="find" name="find" type="search" value={find} data-search />
          <button>Find</button>
        </form>
        {find !== '' && <p class="fault">An order number has 1 to 64 characters of A-Z a-z 0-9 . _ -</p>}
        <nav class="filter" aria-label="Status">
          <a href={here} aria-current={status === undefined ? 'true' : undefined}>
            All
          </a>
          {listedStatuses.map((one) => (
            <a key={one} href={`${here}?status=${one}`} aria-current={status === one ? 'true' : undefined}>
              {statusWord(one)}
            </a>
          ))}
        </nav>
        <div data-refresh>
          {orders.length === 0 ? (
            <NoOrders storeId={store.id} status={status} />
          ) : (
            <OrderTable orders={orders} here={here} zone={zoneOf(store, now)} />
          )}
        </div>
        <p class="paging">
          {cursor !== undefined && <a href={status ? `${here}?status=${status}` : here}>Newest orders</a>}
          {nextCursor !== undefined && (
            <a rel="next" href={`${here}?${next.toString()}`}>
              Older orders
            </a>
          )}
        </p>
      </Page>
    );
  },
};

function NoOrders({ storeId, status }: { storeId: string; status: ListedStatus | undefined }) {
  if (status !== undefined) return <Empty>No order is {statusWord(status).toLowerCase()}.</Empty>;
  return (
    <Empty>
      No order yet. Orders appear as soon as the webstore sends them:{' '}
      <a href={`/console/stores/${storeId}/webstore`}>connect the webstore</a>.
    </Empty>
  );
}

function OrderTable({ orders, here, zone }: { orders: Order[]; here: string; zone: Zone }) {
  return (
    <Table
      caption="Orders, newest first"
      moves
      columns={[
        { name: 'Order' },
        { name: 'Placed' },
        { name: 'Customer', kind: 'text' },
        { name: 'Status', phone: 'aside' },
        { name: 'Total', kind: 'number', phone: 'aside' },
      ]}
      rows={orders.map((order) => ({
        key: order.orderId,
        cells: [
          <a href={`${here}/${encodeURIComponent(order.orderId)}`}>{order.orderId}</a>,
          <Ago at={order.content.placedAt} zone={zone} />,
          nameOf(order),
          <Status order={order} />,
          <Amount amount={order.content.totals.total} currency={order.content.currency} />,
        ],
      }))}
    />
  );
}

function nameOf({ content: { billTo } }: Order): string {
  return [billTo.firstName, billTo.lastName].filter(Boolean).join(' ') || (billTo.company ?? '');
}
