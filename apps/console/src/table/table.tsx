import { IconArrowDown, IconArrowUp, IconDots } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type CSSProperties, type ReactNode, useState } from "react";
import { Fault } from "../shell/faults.tsx";
import { type List, ROWS } from "./list.ts";
import { Pager } from "./pager.tsx";
import { type Action, RowMenu } from "./row-menu.tsx";
import type { Selection } from "./selection.ts";
import { type SetView, useView, type View } from "./view.ts";
import "./table.css";

export interface Column<Row> {
  key: string;
  title: string;
  cell(row: Row): ReactNode;
  /** The list's orders by this column. */
  order?: { asc: string; desc: string };
  /** In pixels. Columns without one share what is left. */
  width?: number;
  /** Shown from this width of the window on, in pixels: 760 or 1100. */
  from?: 760 | 1100;
  /** Whether it is hidden until it is chosen. */
  isExtra?: boolean;
}

/** Where a row leads to; with `aria-expanded`, whether the rows that it stands for follow it. */
export type RowLink = LinkProps & { "aria-expanded"?: boolean };

interface TableProps<Row> {
  /** Names the table for who does not see it. */
  label: string;
  list: List<Row>;
  columns: readonly Column<Row>[];
  /** The order of a list without one in its address. */
  defaultOrder?: string;
  /** Where a row leads to. */
  to?(row: Row): RowLink;
  menu?(row: Row): Action[];
  /** Names a row for who does not see it. */
  nameOf(row: NoInfer<Row>): string;
  selection?: Selection;
  /** What stands in place of rows when there are none. */
  empty: ReactNode;
}

/** The columns that the address names, or else those that are no extras. */
export function shownColumns<Row>(columns: readonly Column<Row>[], view: View) {
  const named = view.columns?.split(",");
  return columns.filter(({ key, isExtra }, index) => index === 0 || (named ? named.includes(key) : !isExtra));
}

/** The least width of the first column, in pixels. */
const FIRST_WIDTH = 200;

/** The least width of a table whose columns were chosen, because they may need more than there is: narrow and wide. */
function leastOf<Row>(columns: readonly Column<Row>[]) {
  const sum = (some: typeof columns) => `${some.reduce((all, { width = 0 }) => all + width, FIRST_WIDTH)}px`;
  const narrow = columns.filter(({ from }) => from === undefined);
  return { "--least": sum(narrow), "--least-wide": sum(columns) } as CSSProperties; // variables of table.css
}

/** A list of records. Its rows hold plain elements only, because components for each row cost most of the time to draw. */
export function Table<Row extends { id: string }>(props: TableProps<Row>) {
  const { label, list, selection, to, menu, nameOf, empty } = props;
  const [view, setView] = useView();
  const [menuOf, setMenuOf] = useState<{ row: Row; button: HTMLElement }>();
  const columns = shownColumns(props.columns, view);

  if (list.error && !list.rows) {
    const none = Object.fromEntries(Object.keys(view).map((name) => [name, undefined]));
    return <Fault error={list.error} onClear={() => void setView(none)} />;
  }
  if (list.rows?.length === 0 && !view.cursor && list.page === 1) return <div className="table-empty">{empty}</div>;

  return (
    <>
      <div className="table-frame">
        <table
          className="table"
          aria-label={label}
          aria-busy={list.isStale || !list.rows}
          data-stale={list.isStale || undefined}
          style={view.columns ? leastOf(columns) : undefined}
        >
          <colgroup>
            {selection ? <col className="col-check" /> : null}
            {columns.map(({ key, width, from }) => (
              <col key={key} data-from={from} style={{ width }} />
            ))}
            {menu ? <col className="col-menu" /> : null}
          </colgroup>
          <thead>
            <tr>
              {selection ? (
                <th className="cell-check">
                  <input
                    type="checkbox"
                    aria-label="Select all rows of this page"
                    checked={selection.isPageSelected}
                    onChange={selection.togglePage}
                  />
                </th>
              ) : null}
              {columns.map((column) => (
                <Heading key={column.key} column={column} order={view.order ?? props.defaultOrder} setView={setView} />
              ))}
              {menu ? (
                <th className="cell-menu">
                  <span className="hidden">Actions</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody onFocus={letTimesStop}>
            {list.rows
              ? list.rows.map((row) => (
                  <tr key={row.id} data-row={row.id} data-selected={selection?.rows.has(row.id) || undefined}>
                    {selection ? (
                      <td className="cell-check">
                        <input
                          type="checkbox"
                          aria-label={`Select ${nameOf(row)}`}
                          checked={selection.rows.has(row.id)}
                          onChange={({ nativeEvent }) =>
                            selection.toggle(row.id, "shiftKey" in nativeEvent && Boolean(nativeEvent.shiftKey))
                          }
                        />
                      </td>
                    ) : null}
                    {columns.map((column, index) => (
                      <td key={column.key} data-from={column.from}>
                        {index === 0 && to ? (
                          <Link className="row-link" {...to(row)}>
                            {column.cell(row)}
                          </Link>
                        ) : (
                          column.cell(row)
                        )}
                      </td>
                    ))}
                    {menu ? (
                      <td className="cell-menu">
                        {menu(row).length > 0 ? (
                          <button
                            type="button"
                            className="row-dots"
                            aria-haspopup="menu"
                            aria-label={`Actions for ${nameOf(row)}`}
                            onClick={({ currentTarget }) => setMenuOf({ row, button: currentTarget })}
                          >
                            <IconDots size={16} aria-hidden="true" />
                          </button>
                        ) : null}
                      </td>
                    ) : null}
                  </tr>
                ))
              : Array.from({ length: Math.min(ROWS, 12) }, (_, row) => (
                  <tr key={row} aria-hidden="true">
                    {selection ? <td /> : null}
                    {columns.map(({ key, from }) => (
                      <td key={key} data-from={from}>
                        <span className="skeleton" />
                      </td>
                    ))}
                    {menu ? <td /> : null}
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
      {list.rows ? <Pager list={list} setView={setView} /> : null}
      {menuOf && menu ? (
        <RowMenu actions={menu(menuOf.row)} button={menuOf.button} onClose={() => setMenuOf(undefined)} />
      ) : null}
    </>
  );
}

function Heading<Row>({
  column,
  order,
  setView,
}: {
  column: Column<Row>;
  order: string | undefined;
  setView: SetView;
}) {
  const { title, from, order: orders } = column;
  if (!orders) return <th data-from={from}>{title}</th>;
  const direction = order === orders.asc ? "ascending" : order === orders.desc ? "descending" : undefined;
  const Arrow = direction === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <th data-from={from} aria-sort={direction ?? "none"}>
      <button
        type="button"
        className="order"
        onClick={() => void setView({ order: direction === "descending" ? orders.asc : orders.desc })}
      >
        {title}
        <Arrow size={14} aria-hidden="true" data-hidden={direction ? undefined : true} />
      </button>
    </th>
  );
}

/** Only the times of the row that has the focus are stops of the Tab key, so that a long table is not twice as long by it. */
function letTimesStop({ target, currentTarget }: React.FocusEvent<HTMLElement>) {
  const row = target.closest("tr");
  if (currentTarget.dataset.stops === row?.dataset.row) return;
  for (const time of currentTarget.querySelectorAll<HTMLElement>("time[tabindex='0']")) time.tabIndex = -1;
  for (const time of row?.querySelectorAll<HTMLElement>("time") ?? []) time.tabIndex = 0;
  if (row?.dataset.row) currentTarget.dataset.stops = row.dataset.row;
}
