import type { UserDetails } from "@roster/client";
import { Timeline } from "../audit/timeline.tsx";
import { Fault } from "../shell/faults.tsx";
import { Panel, PanelSkeleton } from "../shell/panel.tsx";
import { useList } from "../table/list.ts";
import { Pager } from "../table/pager.tsx";
import { useView } from "../table/view.ts";
import { AuditLink } from "./user.activity.recent.tsx";

const dayOf = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** The user's entries of the audit log by day, where the reader is. */
export default function UserActivity({ details }: { details: UserDetails }) {
  const [view, setView] = useView();
  const list = useList("fetchAuditLog", { target_type: "user", target_id: details.user.id }, view);
  if (list.error && !list.rows) return <Fault error={list.error} />;
  if (!list.rows) return <PanelSkeleton lines={8} />;
  const days = Map.groupBy(list.rows, ({ at }) => dayOf.format(new Date(at)));
  return (
    <>
      <Panel title="Activity" action={<AuditLink userId={details.user.id} />}>
        {days.size === 0 ? <p className="panel-empty">Nothing is in the log yet.</p> : null}
        {[...days].map(([day, entries]) => (
          <section key={day} className="day">
            <h3>{day}</h3>
            <Timeline label={day} entries={entries} />
          </section>
        ))}
      </Panel>
      <Pager list={list} setView={setView} />
    </>
  );
}
