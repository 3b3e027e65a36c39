import type { UserDetails } from "@roster/client";
import { useCan } from "../session/session.ts";
import { emails, phones } from "./identifier.kinds.tsx";
import { RecentActivity } from "./user.activity.recent.tsx";
import { UserConnections } from "./user.connections.tsx";
import { UserIdentifiers } from "./user.identifiers.tsx";
import { UserProfile } from "./user.profile.tsx";

/** What the user signs in with at the left, who the user is and what happened at the right. */
export function UserOverview({ details }: { details: UserDetails }) {
  const can = useCan();
  return (
    <div className="columns">
      <div>
        <UserIdentifiers kind={emails} details={details} />
        <UserIdentifiers kind={phones} details={details} />
        <UserConnections details={details} />
      </div>
      <div>
        <UserProfile user={details.user} />
        {can("audit:read") ? <RecentActivity userId={details.user.id} /> : null}
      </div>
    </div>
  );
}
