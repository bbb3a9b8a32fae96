import type { Day } from '../../desk/month.ts';
import { count, span } from '../../desk/times.ts';
import { dayText } from '../parts.tsx';
import { Table } from '../table.tsx';

interface Props {
  days: Day[];
  /** How many of the newest orders were counted, if there are more. */
  counted: number | undefined;
  /** How many of the newest orders that Lightspeed took were looked at, if there are more. */
  timed: number | undefined;
}

/** The last month of a store: orders a day and the time until Lightspeed took them, as charts and as their table. */
export function Month({ days, counted, timed }: Props) {
  const orders = days.map((day) => day.orders);
  const times = days.map(({ untilTaken = 0 }) => untilTaken);
  const all = orders.reduce((sum, number) => sum + number, 0);
  return (
    <section aria-labelledby="month">
      <h2 id="month">The last {days.length} days</h2>
      <h3>Orders a day</h3>
      <Bars
        label={`${all} orders in ${days.length} days, at most ${Math.max(...orders)} a day`}
        highest={count(Math.max(...orders), 'order')}
        bars={days.map((day) => ({ day: day.day, height: day.orders, text: String(day.orders) }))}
      />
      <h3>Time until Lightspeed took them, median of a day</h3>
      <Bars
        label={`The median of a day was at most ${span(Math.max(...times))}`}
        highest={span(Math.max(...times))}
        bars={days.map(({ day, untilTaken }) => ({
          day,
          height: untilTaken ?? 0,
          text: untilTaken === undefined ? 'none was taken' : span(untilTaken),
        }))}
      />
      {counted !== undefined && (
        <p class="quiet">Counted from the newest {counted} orders; earlier days may have more.</p>
      )}
      {timed !== undefined && (
        <p class="quiet">The times are of the newest {timed} orders that Lightspeed took.</p>
      )}
      <details>
        <summary>As a table</summary>
        <Table
          caption="Orders a day, and the time until Lightspeed took them"
          columns={[
            { name: 'Day' },
            { name: 'Orders', kind: 'number' },
            { name: 'Median time until taken', kind: 'number' },
          ]}
          rows={days.toReversed().map(({ day, orders: number, untilTaken }) => ({
            key: day,
            cells: [dayText(day), number, untilTaken === undefined ? '–' : span(untilTaken)],
          }))}
        />
      </details>
    </section>
  );
}

interface BarsProps {
  /** For those who cannot see it. */
  label: string;
  bars: { day: string; height: number; text: string }[];
  /** What the highest bar stands for. */
  highest: string;
}

/** Bars beside each other, the highest as high as there is room. */
function Bars({ label, bars, highest }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ height }) => height));
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure>
      <svg
        class="bars"
        viewBox={`0 0 ${bars.length * 10} 60`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map(({ day, height, text }, at) => {
          const shown = Math.max(Math.round((height / most) * 56), 1);
          return (
            <rect key={day} x={at * 10 + 1} y={60 - shown} width={8} height={shown}>
              <title>{`${dayText(day)}: ${text}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{first && dayText(first.day)}</span>
        <span>highest: {highest}</span>
        <span>{last && dayText(last.day)}</span>
      </figcaption>
    </figure>
  );
}
