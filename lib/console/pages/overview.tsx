import { ordersPerDay, recentlyTaken } from '../../database/history.ts';
import { healthOf } from '../../desk/health.ts';
import { seeReadStore } from '../../desk/see-stores.ts';
import { span } from '../../desk/times.ts';
import { dayIn, daysUntil, median } from '../../desk/days.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { Needs, needsOf } from '../needs.tsx';
import { dayText, Mark, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { storeOf } from '../store-call.ts';
import { Table } from '../table.tsx';

const DAYS = 30;

/** One store: whether all is well, what needs a person, and how the last month was (contract 11). */
export const overviewPage: ConsolePage = {
  path: '/console/stores/{storeId}',
  show: async (call, params) => {
    const { now, session, query } = call;
    const store = await storeOf(call, params);
    const [status, needs, history, taken] = await Promise.all([
      seeReadStore(store, now),
      needsOf(store),
      ordersPerDay(store.id),
      recentlyTaken(store.id),
    ]);
    const health = healthOf(status, now);
    const zone = zoneOf(store, now);
    const waits = taken.map(
      ({ receivedAt, downloadedAt }) => Date.parse(downloadedAt) - Date.parse(receivedAt),
    );
    const middle = median(waits);
    return (
      <Page
        title="Overview"
        session={session}
        store={{ ...store, current: 'Overview' }}
        done={doneSentence(query.get('done'))}
      >
        <h1>{store.name}</h1>
        <div data-refresh>
          <p class="sentence">
            <Mark level={health.level} />
            {health.text}{' '}
            {health.level !== 'good' && (
              <a href={`/console/stores/${store.id}/${health.isOfWebstore ? 'webstore' : 'lightspeed'}`}>
                What to do →
              </a>
            )}
          </p>
          <Needs storeId={store.id} facts={needs} zone={zone} />
          <dl class="figures">
            <Figure name="Waiting" value={String(status.outstanding)} />
            <Figure
              name="Oldest"
              value={status.oldestOutstanding ? span(status.oldestOutstanding.ageSeconds) : '–'}
            />
            <Figure name="Refused" value={String(status.refused)} />
            <Figure
              name={`Time until Lightspeed took it, median of the last ${waits.length}`}
              value={middle === undefined ? 'not known yet' : span(middle / 1000)}
            />
          </dl>
        </div>
        <Month placed={history.placed} isWhole={history.isWhole} zone={zone} />
      </Page>
    );
  },
};

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Orders a day, as a chart and as its table. */
function Month({ placed, isWhole, zone }: { placed: string[]; isWhole: boolean; zone: Zone }) {
  const counts = new Map(daysUntil(zone, DAYS).map((day) => [day, 0]));
  for (const at of placed) {
    const day = dayIn(at, zone.timeZone);
    const known = counts.get(day);
    if (known !== undefined) counts.set(day, known + 1);
  }
  const days = [...counts];
  const most = Math.max(1, ...days.map(([, number]) => number));
  const all = days.reduce((sum, [, number]) => sum + number, 0);
  return (
    <section aria-labelledby="month">
      <h2 id="month">Orders a day, {DAYS} days</h2>
      <svg
        class="bars"
        viewBox={`0 0 ${days.length * 10} 60`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${all} orders in ${DAYS} days, at most ${most} a day`}
      >
        {days.map(([day, number], at) => {
          const height = Math.round((number / most) * 56);
          return (
            <rect
              key={day}
              x={at * 10 + 1}
              y={60 - Math.max(height, 1)}
              width={8}
              height={Math.max(height, 1)}
            >
              <title>{`${dayText(day)}: ${number}`}</title>
            </rect>
          );
        })}
      </svg>
      {!isWhole && (
        <p class="quiet">Counted from the newest {placed.length} orders; earlier days may have more.</p>
      )}
      <details>
        <summary>As a table</summary>
        <Table
          caption="Orders a day"
          columns={[{ name: 'Day' }, { name: 'Orders', kind: 'number' }]}
          rows={days.toReversed().map(([day, number]) => ({ key: day, cells: [dayText(day), number] }))}
        />
      </details>
    </section>
  );
}
