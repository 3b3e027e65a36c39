import type { DayCounts, Statistics } from "@roster/client";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { useCan } from "../session/session.ts";
import { Fault } from "../shell/faults.tsx";
import { Page } from "../shell/page.tsx";
import { counted } from "../table/pager.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import type { Series } from "./days.ts";
import { FirstSteps } from "./first-steps.tsx";
import { Waiting } from "./waiting.tsx";
import "./overview.css";

const DAYS = 90;

const sum = (days: readonly DayCounts[], count: (day: DayCounts) => number) =>
  days.reduce((total, day) => total + count(day), 0);

const newUsers: readonly Series[] = [{ name: "New users", count: (day) => day.users_created, colour: 1 }];

const signIns: readonly Series[] = [
  { name: "Sign-ins", count: (day) => day.sign_ins, colour: 2 },
  { name: "Failed sign-ins", count: (day) => day.failed_sign_ins, colour: 3 },
];

/** What there is, what waits for somebody, and what happened over three months. */
export function OverviewPage() {
  const can = useCan();
  const mayCount = can("audit:read");
  const statistics = useRead("fetchStatistics", { days: DAYS }, { enabled: mayCount, keeps: true });
  if (statistics.error && !statistics.data) return <Fault error={statistics.error} />;
  const { now, days } = statistics.data ?? { now: undefined, days: [] };
  return (
    <Page title="Overview">
      {mayCount ? <Tiles now={now} days={days} /> : null}
      {now?.users === 0 && can("users:write") ? <FirstSteps /> : null}
      <Waiting />
      {mayCount ? (
        <>
          <div className="charts">
            <ChartPanel title="New users" days={days} series={newUsers} />
            <ChartPanel title="Sign-ins" days={days} series={signIns} />
          </div>
          <ShowCall procedure="fetchStatistics" input={() => ({ days: DAYS })} />
        </>
      ) : null}
    </Page>
  );
}

interface TilesProps {
  now: Statistics["now"] | undefined;
  days: readonly DayCounts[];
}

function Tiles({ now, days }: TilesProps) {
  const mayReadMessages = useCan()("messages:read");
  const failed = useRead(
    "fetchMessages",
    { state: "failed", per_page: 1, include_total: true },
    { enabled: mayReadMessages },
  ).data?.total;
  const month = days.slice(-30);
  const created = sum(month, (day) => day.users_created);
  const signedIn = sum(month, (day) => day.sign_ins);
  const refused = sum(month, (day) => day.failed_sign_ins);
  const queued = now && now.undelivered_messages - (failed ?? 0);
  return (
    <ul className="tiles">
      <Tile title="Users" to="/users" figure={now?.users} below={now && `${counted(created)} new in 30 days`} />
      <Tile
        title="Sign-ins, 30 days"
        to="/users"
        search={{ order: "last_sign_in_at_desc" }}
        figure={now && signedIn}
        below={now && `${counted(refused)} failed`}
      />
      <Tile title="Pending invitations" to="/invitations" figure={now?.invited} below={now && "Not yet accepted"} />
      <Tile title="Waitlist" to="/waitlist" figure={now?.waiting} below={now && "Not yet decided"} />
      <Tile
        title={mayReadMessages ? "Failed messages" : "Undelivered messages"}
        to="/messages"
        search={{ state: "failed" }}
        figure={mayReadMessages ? (failed ?? undefined) : now?.undelivered_messages}
        below={now && (mayReadMessages ? `${counted(queued ?? 0)} wait to be sent` : "Waiting or failed")}
      />
    </ul>
  );
}

/** A figure that leads to the list of what it counts. */
function Tile({
  title,
  figure,
  below,
  ...link
}: LinkProps & { title: string; figure: number | undefined; below: string | undefined }) {
  return (
    <li className="panel tile">
      <Link className="tile-link" {...link}>
        {title}
      </Link>
      <span className="tile-number number">{figure === undefined ? "…" : counted(figure)}</span>
      <span className="muted small">{below ?? "…"}</span>
    </li>
  );
}
