import type { UserDetails } from "@roster/client";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useRead } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Fault, isUnknown, messageOf, NotFound } from "../shell/faults.tsx";
import { useTitle } from "../shell/page.tsx";
import { PanelSkeleton } from "../shell/panel.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { counted } from "../table/pager.tsx";
import { UserHead, UserHeadSkeleton } from "./user.head.tsx";
import { UserOverview } from "./user.overview.tsx";

const UserMemberships = lazy(() => import("./user.memberships.tsx"));
const UserMetadata = lazy(() => import("./user.metadata.tsx"));
const UserActivity = lazy(() => import("./user.activity.tsx"));

const tabs: Record<string, React.ComponentType<{ details: UserDetails }>> = {
  overview: UserOverview,
  memberships: UserMemberships,
  metadata: UserMetadata,
  activity: UserActivity,
};

/** One user: who it is, what can be done, and a tab. */
export function UserPage() {
  const { id, tab } = useParams({ from: "/shell/users/$id/$tab" });
  const can = useCan();
  const { data: details, error } = useRead("fetchUserDetails", { user_id: id });
  useTitle(details ? nameOf(details.user) : "User");
  const TabContent = Object.hasOwn(tabs, tab) ? tabs[tab] : undefined;
  if (!TabContent) return <NotFound />;
  if (!details && isUnknown(error)) return <Gone id={id} />;
  if (!details && error) return <Fault error={error} />;

  const memberships = details && details.organizations.length + details.workspaces.length;
  return (
    <div className="page">
      {details ? <UserHead details={details} /> : <UserHeadSkeleton />}
      {error ? (
        <p className="refusal" role="alert">
          {messageOf(error)}
        </p>
      ) : null}
      <Tabs
        label="User"
        tabs={[
          ["overview", "Overview"],
          ["memberships", "Memberships", memberships ? counted(memberships) : undefined],
          ["metadata", "Metadata"],
          ...(can("audit:read") ? [["activity", "Activity"] as const] : []),
        ]}
        to={(part) => ({ to: "/users/$id/$tab", params: { id, tab: part } })}
      />
      <Suspense fallback={<PanelSkeleton lines={5} />}>
        {details ? <TabContent key={id} details={details} /> : <PanelSkeleton lines={5} />}
      </Suspense>
      {tab === "activity" ? null : (
        <div className="page-foot">
          <ShowCall procedure="fetchUserDetails" input={() => ({ user_id: id })} />
        </div>
      )}
    </div>
  );
}

/** What stands in place of a user who is not there. The log keeps the history of who was deleted. */
const Gone = ({ id }: { id: string }) => (
  <div className="fault" role="alert">
    <h2>There is no such user</h2>
    <p className="muted mono">{id}</p>
    {useCan()("audit:read") ? (
      <Link to="/audit" search={{ target_id: id }}>
        Look for it in the audit log
      </Link>
    ) : null}
    <Link to="/users">Go to the users</Link>
  </div>
);
