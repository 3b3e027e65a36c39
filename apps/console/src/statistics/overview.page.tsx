import type { DayCounts, Statistics } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { useCan } from "../session/session.ts";
import { Fault } from "../shell/faults.tsx";
import { Page } from "../shell/page.tsx";
import { counted } from "../table/pager.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { Waiting } from "./waiting.tsx";
import "./overview.css";

const DAYS = 90;

const sum = (days: readonly DayCounts[], count: (day: DayCounts) => number) =>
  days.reduce((total, day) => total + count(day), 0);

/** What there is, what happened over three months, and what waits. */
export function OverviewPage() {
  const statistics = useRead("fetchStatistics", { days: DAYS }, { keeps: true });
  const can = useCan();
  if (statistics.error && !statistics.data) return <Fault error={statistics.error} />;
  const { now, days } = statistics.data ?? { now: undefined, days: [] };
  return (
    <Page title="Overview">
      <Tiles now={now} days={days} />
      {now?.users === 0 && can("users:write") ? <FirstSteps /> : null}
      <div className="charts">
        <ChartPanel
          title="New users"
          days={days}
          series={[{ name: "New users", count: (day) => day.users_created, colour: "--chart-1" }]}
        />
        <ChartPanel
          title="Sign-ins"
          days={days}
          series={[
            { name: "Sign-ins", count: (day) => day.sign_ins, colour: "--chart-2" },
            { name: "Failed sign-ins", count: (day) => day.failed_sign_ins, colour: "--chart-3" },
          ]}
        />
      </div>
      <Waiting />
      <ShowCall procedure="fetchStatistics" input={() => ({ days: DAYS })} />
    </Page>
  );
}

function Tiles({ now, days }: { now: Statistics["now"] | undefined; days: readonly DayCounts[] }) {
  const month = days.slice(-30);
  const created = sum(month, (day) => day.users_created);
  const signIns = sum(month, (day) => day.sign_ins);
  const failed = sum(month, (day) => day.failed_sign_ins);
  return (
    <ul className="tiles">
      <li className="panel tile">
        <Link to="/users">Users</Link>
        <Figure of={now?.users} />
        <span className="muted small">{now ? `${counted(created)} new in 30 days` : "…"}</span>
      </li>
      <li className="panel tile">
        <Link to="/users" search={{ order: "last_sign_in_at_desc" }}>
          Sign-ins, 30 days
        </Link>
        <Figure of={now && signIns} />
        <span className="muted small">{now ? `${counted(failed)} failed` : "…"}</span>
      </li>
      <li className="panel tile">
        <Link to="/invitations">Pending invitations</Link>
        <Figure of={now?.invited} />
        <span className="muted small">Not yet accepted</span>
      </li>
      <li className="panel tile">
        <Link to="/waitlist">Waitlist</Link>
        <Figure of={now?.waiting} />
        <span className="muted small">Waiting for a decision</span>
      </li>
      <li className="panel tile">
        <Link to="/messages">Undelivered messages</Link>
        <Figure of={now?.undelivered_messages} />
        <span className="muted small">Waiting or failed</span>
      </li>
    </ul>
  );
}

const Figure = ({ of }: { of: number | undefined }) => (
  <span className="tile-number number">{of === undefined ? "…" : counted(of)}</span>
);
