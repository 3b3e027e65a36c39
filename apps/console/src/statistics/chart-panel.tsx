import type { DayCounts } from "@roster/client";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { PanelAction } from "../shell/panel.tsx";
import { counted } from "../table/pager.tsx";
import type { ChartProps } from "./chart.tsx";
import { type Series, wordsOfDay } from "./days.ts";

/** The table, where the chart cannot be loaded: its library throws in a browser without a language. */
const Chart = lazy<ComponentType<ChartProps>>(() => import("./chart.tsx").catch(() => ({ default: DayTable })));

const sumOf = (count: Series["count"], part: readonly DayCounts[]) => part.reduce((sum, day) => sum + count(day), 0);

/** A chart of counts by day, with a sentence for who does not see it, and a table behind a button. */
export function ChartPanel({
  title,
  days,
  series,
}: {
  title: string;
  days: readonly DayCounts[];
  series: readonly Series[];
}) {
  const [isTable, setTable] = useState(false);
  const [pointed, setPointed] = useState<DayCounts>();
  const totals = series.map(({ name, count }) => ({ name, total: sumOf(count, days) }));
  const sentence = series
    .map(({ name, count }, index) => {
      const [last, before] = [sumOf(count, days.slice(-30)), sumOf(count, days.slice(-60, -30))];
      const total = counted(totals[index]?.total ?? 0);
      return `${name}: ${total} in ${days.length} days; ${counted(last)} in the last 30, ${counted(before)} in the 30 before.`;
    })
    .join(" ");
  return (
    <section className="panel chart-panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <PanelAction
          onClick={() => {
            setTable(!isTable);
            setPointed(undefined);
          }}
        >
          {isTable ? "Show as a chart" : "Show as a table"}
        </PanelAction>
      </div>
      <p className="chart-legend">
        {series.map(({ name, colour, count }, index) => (
          <span key={name}>
            <span className="chart-key" data-colour={colour} /> {name}{" "}
            <b className="number">
              {days.length === 0 ? "…" : counted(pointed ? count(pointed) : (totals[index]?.total ?? 0))}
            </b>
          </span>
        ))}
        <span className="muted">{pointed ? `on ${wordsOfDay(pointed.day)}` : `in ${days.length || 90} days`}</span>
      </p>
      <div className="chart-space">
        {isTable ? (
          <DayTable title={title} days={days} series={series} />
        ) : days.length > 0 ? (
          <Suspense>
            <Chart title={title} days={days} series={series} sentence={sentence} onDay={setPointed} />
          </Suspense>
        ) : null}
      </div>
    </section>
  );
}

function DayTable({ title, days, series }: { title: string; days: readonly DayCounts[]; series: readonly Series[] }) {
  return (
    // Focusable, so that the keyboard can scroll it.
    <section className="day-table" aria-label={`${title} by day`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>Day (UTC)</th>
            {series.map(({ name }) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <td>{wordsOfDay(day.day)}</td>
              {series.map(({ name, count }) => (
                <td key={name} className="number">
                  {counted(count(day))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
