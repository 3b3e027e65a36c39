import type { MemberOrder } from "@roster/client";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { read, useRead } from "../calls/calls.ts";
import { useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { TypeName } from "../form/type-name-dialog.tsx";
import { EditGroup } from "../organizations/group.edit.tsx";
import { GroupHead } from "../organizations/group.head.tsx";
import { GroupMetadata } from "../organizations/group.metadata.tsx";
import { AddMember, ChangeRole } from "../organizations/member.dialogs.tsx";
import { type Member, MembersTable } from "../organizations/members.table.tsx";
import { Fault } from "../shell/faults.tsx";
import { useTitle } from "../shell/page.tsx";
import { useList } from "../table/list.ts";
import { useView } from "../table/view.ts";

/** One workspace and its members. */
export function WorkspacePage() {
  const { id, workspace: workspaceId } = useParams({ from: "/shell/organizations/$id/workspaces/$workspace" });
  const workspace = useRead("fetchWorkspace", { workspace_id: workspaceId });
  const organization = useRead("fetchOrganization", { organization_id: id });
  const dialog = useDialog();
  const navigate = useNavigate();
  const name = workspace.data?.name ?? "Workspace";
  useTitle(name);
  if (workspace.error && !workspace.data) return <Fault error={workspace.error} />;
  return (
    <div className="page">
      <nav aria-label="Breadcrumb" className="crumbs small">
        <Link to="/organizations" activeOptions={{ exact: true }}>
          Organizations
        </Link>{" "}
        /{" "}
        <Link to="/organizations/$id/$tab" params={{ id, tab: "workspaces" }}>
          <bdi>{organization.data?.name ?? "Organization"}</bdi>
        </Link>{" "}
        / <bdi>{name}</bdi>
      </nav>
      <GroupHead id={workspaceId} group={workspace.data} />
      <WorkspaceMembers id={workspaceId} />
      {workspace.data ? (
        <GroupMetadata
          procedure="updateWorkspace"
          of={{ workspace_id: workspaceId }}
          group={workspace.data}
          readAgain={() => read("fetchWorkspace", { workspace_id: workspaceId })}
        />
      ) : null}
      {dialog.name === "edit" && !dialog.of && workspace.data ? (
        <EditGroup
          title="Edit workspace"
          procedure="updateWorkspace"
          of={{ workspace_id: workspaceId }}
          group={workspace.data}
          readAgain={() => read("fetchWorkspace", { workspace_id: workspaceId })}
          onClose={dialog.close}
        />
      ) : null}
      {dialog.name === "delete" && workspace.data ? (
        <TypeName
          title="Delete the workspace?"
          name={name}
          words="Its memberships are deleted with it. Its users stay in the organization. That cannot be undone."
          procedure="deleteWorkspace"
          input={{ workspace_id: workspaceId }}
          submit="Delete workspace"
          onDone={() =>
            void navigate({ to: "/organizations/$id/$tab", params: { id, tab: "workspaces" }, replace: true })
          }
          onClose={dialog.close}
        />
      ) : null}
    </div>
  );
}

function WorkspaceMembers({ id }: { id: string }) {
  const [view] = useView();
  const dialog = useDialog();
  const act = useAct();
  const order_by = view.order as MemberOrder | undefined; // the server refuses any other text
  const list = useList("fetchWorkspaceMembers", { workspace_id: id, search: view.q, role: view.role, order_by }, view);
  const chosen = list.rows?.find((member) => member.id === dialog.of);
  const removal = ({ user, role }: Member) => {
    const input = { workspace_id: id, user_id: user.id };
    return {
      remove: { procedure: "removeWorkspaceMember", input },
      undo: { procedure: "addWorkspaceMember", input: { ...input, role } },
    } as const;
  };
  return (
    <>
      <MembersTable list={list} act={act} removal={removal} empty="Add members of the organization." />
      {dialog.name === "add" ? (
        <AddMember procedure="addWorkspaceMember" group={{ workspace_id: id }} onClose={dialog.close} />
      ) : null}
      {dialog.name === "role" && chosen ? (
        <ChangeRole
          procedure="updateWorkspaceMember"
          group={{ workspace_id: id }}
          member={chosen}
          onClose={dialog.close}
        />
      ) : null}
    </>
  );
}
