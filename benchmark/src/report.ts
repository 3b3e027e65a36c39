import Table from "cli-table3";
import { type Bound, type Row, verdict } from "./rows.ts";

const figure = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(3)).toLocaleString("en") : "?");
const limit = ({ is }: Bound, value: number | undefined) =>
  value === undefined ? "" : `${is === "at least" ? "≥" : "≤"} ${figure(value)}`;

/** The rows as a table for a terminal. */
export function tableOf(rows: Row[]): string {
  const head = ["#", "what", "users", "measured", "spread", "by CPU", "reach", "then try for", "reached"];
  const style = { head: [], border: [] };
  const table = new Table({ head, style, wordWrap: true, colWidths: [4, 46, 12, 20, 18, 9, 9, 14, 10] });
  for (const row of rows.toSorted((a, b) => a.goal - b.goal)) {
    const { goal, what, users = "", unit, measured, bound, note = "not measured" } = row;
    const start = [goal, what, users];
    if (!measured) table.push([...start, { colSpan: 6, content: note }]);
    else {
      const spread = `${figure(measured.min)} – ${figure(measured.max)}`;
      table.push([
        ...start,
        `${figure(measured.median)} ${unit}`,
        spread,
        row.byCpu ? figure(row.byCpu.median) : "",
        bound ? limit(bound, bound.reach) : "",
        bound ? limit(bound, bound.tryFor) : "",
        verdict(row),
      ]);
    }
  }
  return table.toString();
}

/** The sides of each row, in short; once where rows share them. */
export function sidesOf(rows: Row[]): string {
  const lines: string[] = [];
  const told = new Set<Row["sides"]>();
  for (const { goal, what, users, sides = {} } of rows) {
    if (told.has(sides)) continue;
    told.add(sides);
    for (const [name, side] of Object.entries(sides)) {
      if (!isSample(side)) continue;
      const { rate, p50, p99, cpu } = side;
      const figures = `${figure(rate)}/s, p50 ${figure(p50)} ms, p99 ${figure(p99)} ms, ${figure(cpu)} µs of CPU each`;
      lines.push(`  ${goal} ${what}${users ? ` (${users})` : ""}, ${name}: ${figures}`);
    }
  }
  return lines.join("\n");
}

const isSample = (side: unknown): side is Record<"rate" | "p50" | "p99" | "cpu", number> =>
  typeof side === "object" && side !== null && "rate" in side;
