import { Link, type LinkProps } from "@tanstack/react-router";
import { useCan } from "../session/session.ts";
import { counted } from "./pager.tsx";
import "../form/form.css";
import "./bulk.css";

const SHOWN = 100;

/** What became of a row. */
export interface Outcome {
  id: string;
  name: string;
  /** What tells it from another one of the same name, such as an address. */
  beside?: string | null;
  /** Why it was refused. */
  refusal?: string;
  /** What was made of it, such as a user. */
  to?: LinkProps;
}

/** The rows of a bulk call by name, the refused first, with the way to what was made. */
export function Outcomes({ rows }: { rows: readonly Outcome[] }) {
  const told = [...rows.filter(({ refusal }) => refusal), ...rows.filter(({ refusal }) => !refusal)];
  if (told.length === 0) return null;
  return (
    <ul className="bulk-outcomes" aria-label="Results" tabIndex={0}>
      {told.slice(0, SHOWN).map(({ id, name, beside, refusal, to }) => (
        <li key={id} data-refused={refusal ? true : undefined}>
          {to ? (
            <Link {...to} className="cut">
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi className="cut">{name}</bdi>
          )}
          {beside && beside !== name ? <bdi className="cut muted small">{beside}</bdi> : null}
          {refusal ? <span className="refusal">{refusal}</span> : null}
        </li>
      ))}
      {told.length > SHOWN ? <li className="muted">And {counted(told.length - SHOWN)} more</li> : null}
    </ul>
  );
}

/** The way to what the requests of a run changed. A request has the next hundred rows. */
export function InTheLog({ requests }: { requests: readonly (string | undefined)[] }) {
  const can = useCan();
  const known = requests.filter((id) => id !== undefined);
  if (known.length === 0 || !can("audit:read")) return null;
  return (
    <p className="small bulk-log">
      {known.map((request_id, index) => (
        <Link key={request_id} to="/audit" search={{ request_id }}>
          {known.length === 1 ? "What it changed, in the audit log" : `Audit log of call ${index + 1}`}
        </Link>
      ))}
    </p>
  );
}
