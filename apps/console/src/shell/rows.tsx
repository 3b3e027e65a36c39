import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { type Act, RefusalOf } from "../form/act.tsx";
import { type Action, RowMenu } from "../table/row-menu.tsx";
import "./panel.css";

export interface PanelRow {
  id: string;
  /** Names the row for who does not see it. */
  name: string;
  icon: ReactNode;
  title: ReactNode;
  badges?: ReactNode;
  below?: ReactNode;
  menu: Action[];
  /** Whether it belongs to the row above. */
  isBelow?: boolean;
}

interface RowsProps {
  label: string;
  rows: PanelRow[];
  act: Act;
  /** What stands in place of rows when there are none. */
  empty: ReactNode;
}

/** A short list in a panel: each row with its menu, and what the server refused to do with it. */
export function Rows({ label, rows, act, empty }: RowsProps) {
  const [open, setOpen] = useState<{ id: string; button: HTMLElement }>();
  const menu = rows.find(({ id }) => id === open?.id)?.menu;
  const refused = act.refused?.of;
  return (
    <>
      {rows.length === 0 ? <p className="panel-empty">{empty}</p> : null}
      <ul aria-label={label}>
        {rows.map((row) => (
          <li
            key={row.id}
            className="panel-row"
            data-below={row.isBelow || undefined}
            aria-busy={act.pending === row.id}
          >
            <span className="panel-icon" aria-hidden="true">
              {row.icon}
            </span>
            <div className="panel-words">
              <div className="panel-title">
                {row.title}
                {row.badges}
              </div>
              {row.below ? <div className="muted small">{row.below}</div> : null}
              <RefusalOf of={row.id} act={act} />
            </div>
            {row.menu.length > 0 ? (
              <button
                type="button"
                className="row-dots"
                aria-haspopup="menu"
                aria-label={`Actions for ${row.name}`}
                onClick={({ currentTarget }) => setOpen({ id: row.id, button: currentTarget })}
              >
                <IconDots size={16} aria-hidden="true" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {/* An undo that was refused has no row. */}
      {refused && !rows.some(({ id }) => id === refused) ? <RefusalOf of={refused} act={act} /> : null}
      {open && menu ? <RowMenu actions={menu} button={open.button} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}
