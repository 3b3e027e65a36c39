import { Link } from "@tanstack/react-router";
import { Timeline } from "../audit/timeline.tsx";
import { useRead } from "../calls/calls.ts";
import { messageOf } from "../shell/faults.tsx";
import { Panel } from "../shell/panel.tsx";

const RECENT = 8;

export const AuditLink = ({ userId }: { userId: string }) => (
  <Link className="panel-action" to="/audit" search={{ target_type: "user", target_id: userId }}>
    Open audit log
  </Link>
);

/** What happened to the user last. */
export function RecentActivity({ userId }: { userId: string }) {
  const { data, error } = useRead("fetchAuditLog", { target_type: "user", target_id: userId, per_page: RECENT });
  return (
    <Panel title="Activity" action={<AuditLink userId={userId} />}>
      {data ? <Timeline label="Recent activity" entries={data.data} /> : null}
      {data?.data.length === 0 ? <p className="panel-empty">Nothing is in the log yet.</p> : null}
      {error && !data ? <p className="refusal">{messageOf(error)}</p> : null}
    </Panel>
  );
}
