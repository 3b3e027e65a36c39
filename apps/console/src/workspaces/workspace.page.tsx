import { Link, useParams } from "@tanstack/react-router";
import { GroupMetadata } from "../organizations/group.metadata.tsx";
import { GroupPage } from "../organizations/group.page.tsx";
import { OrganizationName } from "../organizations/group-name.tsx";
import { workspaceCalls } from "../organizations/groups.ts";
import { Members } from "../organizations/members.tsx";

/** One workspace: its members and metadata. */
export function WorkspacePage() {
  const { id, workspace: workspaceId } = useParams({ from: "/shell/organizations/$id/workspaces/$workspace" });
  const calls = workspaceCalls(workspaceId);
  const parent = { to: "/organizations/$id/$tab", params: { id, tab: "workspaces" } } as const;
  return (
    <GroupPage
      id={workspaceId}
      calls={calls}
      within={
        <>
          <Link {...parent}>
            <OrganizationName id={id} />
          </Link>{" "}
          /
        </>
      }
      deletes={() => "Its memberships are deleted with it. Its users stay in the organization."}
      after={parent}
    >
      {(workspace) => (
        <>
          <Members calls={calls} within={id} empty="Add members of the organization." />
          {workspace ? <GroupMetadata calls={calls} group={workspace} /> : null}
        </>
      )}
    </GroupPage>
  );
}
