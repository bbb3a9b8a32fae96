import { newestHandled, newestPlaced } from '../../database/history.ts';
import { type Health, healthOf } from '../../desk/health.ts';
import { medianUntilTaken, month, today } from '../../desk/month.ts';
import { seeReadStore } from '../../desk/see-stores.ts';
import { span } from '../../desk/times.ts';
import { toInstant } from '../../domain/instant.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { Needs, needsAnything, needsOf } from '../needs.tsx';
import { HealthText, Mark, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { storeOf } from '../store-call.ts';
import { Month } from './overview-month.tsx';

const DAYS = 30;

/** One store: whether all is well, what needs a person, and how the last month was (contract 11). */
export const overviewPage: ConsolePage = {
  path: '/console/stores/{storeId}',
  show: async (call, params) => {
    const { now, session, query } = call;
    const store = await storeOf(call, params);
    const seeing = seeReadStore(store, now);
    const [{ status }, needs, placed, handled] = await Promise.all([
      seeing,
      needsOf(
        store,
        seeing.then(({ leftOut }) => leftOut),
      ),
      newestPlaced(store.id),
      newestHandled(store.id, toInstant(new Date(Date.parse(now) - (DAYS + 1) * 86_400_000))),
    ]);
    const health = healthOf(status, now, needsAnything(needs));
    const zone = zoneOf(store, now);
    const days = month({ placed: placed.entries, handled: handled.entries }, zone, DAYS);
    const { taken, shipped } = today(handled.entries, zone);
    const atLeast = handled.isWhole ? '' : '+';
    const untilTaken = medianUntilTaken(handled.entries);
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
            <HealthText health={health} zone={zone} />{' '}
            {health.level !== 'good' && (
              <a href={whatToDo(store.id, health.trouble, needsAnything(needs))}>What to do →</a>
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
            <Figure name="Taken today" value={`${taken}${atLeast}`} />
            <Figure name="Shipped today" value={`${shipped}${atLeast}`} />
            <Figure
              name="Time until taken, median"
              value={untilTaken === undefined ? 'not known yet' : span(untilTaken)}
            />
          </dl>
        </div>
        <Month
          days={days}
          counted={placed.isWhole ? undefined : placed.entries.length}
          timed={handled.isWhole ? undefined : handled.entries.length}
        />
      </Page>
    );
  },
};

/** Where the next step stands. */
function whatToDo(storeId: string, trouble: Health['trouble'], needsPerson: boolean): string {
  if (trouble !== undefined && needsPerson) return '#needs';
  const page = { orders: 'orders?status=New', webstore: 'webstore' } as const;
  return `/console/stores/${storeId}/${trouble ? page[trouble] : 'lightspeed#assistant'}`;
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
