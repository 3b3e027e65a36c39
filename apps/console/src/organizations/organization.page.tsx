import { useParams } from "@tanstack/react-router";
import { NotFound } from "../shell/faults.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { counted } from "../table/pager.tsx";
import { GroupMetadata } from "./group.metadata.tsx";
import { GroupPage } from "./group.page.tsx";
import { organizationCalls } from "./groups.ts";
import { Members } from "./members.tsx";
import { OrganizationInvitations } from "./organization.invitations.tsx";
import { OrganizationWorkspaces } from "./organization.workspaces.tsx";

const tabs = new Set(["members", "workspaces", "invitations", "metadata"]);

/** One organization: its members, workspaces, invitations and metadata. */
export function OrganizationPage() {
  const { id, tab } = useParams({ from: "/shell/organizations/$id/$tab" });
  const calls = organizationCalls(id);
  if (!tabs.has(tab)) return <NotFound />;
  return (
    <GroupPage
      id={id}
      calls={calls}
      deletes={({ member_count: count }) =>
        `Its ${counted(count)} ${count === 1 ? "membership" : "memberships"}, its workspaces and invitations are deleted with it. Its users stay.`
      }
      after={{ to: "/organizations" }}
    >
      {(organization) => (
        <>
          <Tabs
            label="Organization"
            tabs={[
              ["members", "Members", organization && counted(organization.member_count)],
              ["workspaces", "Workspaces"],
              ["invitations", "Invitations"],
              ["metadata", "Metadata"],
            ]}
            to={(part) => ({ to: "/organizations/$id/$tab", params: { id, tab: part } })}
          />
          {tab === "members" ? (
            <Members calls={calls} empty="Add a user here, or invite somebody in the part Invitations." />
          ) : null}
          {tab === "workspaces" ? <OrganizationWorkspaces id={id} /> : null}
          {tab === "invitations" ? <OrganizationInvitations id={id} /> : null}
          {tab === "metadata" && organization ? <GroupMetadata calls={calls} group={organization} /> : null}
        </>
      )}
    </GroupPage>
  );
}
