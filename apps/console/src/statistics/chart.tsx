import type { DayCounts } from "@roster/client";
import { useEffect, useRef } from "react";
import UPlot from "uplot";
import { counted } from "../table/pager.tsx";
import { useColours } from "../theme/colours.ts";
import { type Series, wordsOfDay } from "./days.ts";
import "uplot/dist/uPlot.min.css";

const HEIGHT = 200;

export interface ChartProps {
  title: string;
  days: readonly DayCounts[];
  series: readonly Series[];
  sentence: string;
  /** Hears of the day under the pointer. */
  onDay(day: DayCounts | undefined): void;
}

/** Lines by day. It is drawn anew with the colours and the width of the page. */
export default function Chart({ days, series, sentence, onDay }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const colours = useColours();
  useEffect(() => {
    const parent = place.current;
    if (!parent) return undefined;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour("--muted"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      font: "11px Inter Variable, sans-serif",
    };
    const plot = new UPlot(
      {
        width: parent.clientWidth,
        height: HEIGHT,
        cursor: { y: false, points: { size: 8 } },
        legend: { show: false },
        scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 30,
            space: 56,
            incrs: [1, 7, 15, 30, 90],
            values: (_plot, indexes) => indexes.map((index) => wordsOfDay(days[index]?.day ?? "")),
          },
          {
            ...axis,
            size: 44,
            values: (_plot, counts) => counts.map((count) => (Number.isInteger(count) ? counted(count) : "")),
          },
        ],
        hooks: { setCursor: [({ cursor }) => onDay(days[cursor.idx ?? -1])] },
        series: [
          {},
          ...series.map(({ name, colour: number }) => ({
            label: name,
            stroke: colour(`--chart-${number}`),
            fill: `color-mix(in srgb, ${colour(`--chart-${number}`)} 12%, transparent)`,
            width: 2,
            ...(number === 3 && { dash: [6, 3] }),
            points: { show: days.length <= 31, size: 5 },
          })),
        ],
      },
      [days.map((_day, index) => index), ...series.map(({ count }) => days.map(count))],
      parent,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: HEIGHT }));
    watch.observe(parent);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [days, series, colours, onDay]);
  return <div ref={place} role="img" aria-label={sentence} className="chart" />;
}
