import { useNavigate } from "@tanstack/react-router";
import { useDialog } from "../form/dialog.ts";
import { useCan } from "../session/session.ts";
import { useList } from "../table/list.ts";
import { useView } from "../table/view.ts";
import { CreateGroup } from "./group.create.tsx";
import { GroupsTable } from "./groups.table.tsx";

/** The workspaces of an organization. */
export function OrganizationWorkspaces({ id }: { id: string }) {
  const [view] = useView();
  const dialog = useDialog();
  const navigate = useNavigate();
  const can = useCan();
  const list = useList("fetchWorkspaces", { organization_id: id, search: view.q }, view);
  const pageOf = (workspace: string) =>
    ({ to: "/organizations/$id/workspaces/$workspace", params: { id, workspace } }) as const;
  return (
    <>
      <GroupsTable
        noun="workspace"
        list={list}
        to={pageOf}
        empty="Members of the organization can be members of its workspaces, with a role in each."
        onCreate={can("organizations:write") ? () => dialog.open("create") : undefined}
      />
      {dialog.name === "create" ? (
        <CreateGroup
          procedure="createWorkspace"
          noun="workspace"
          within={{ organization_id: id }}
          onDone={(workspace) => void navigate({ ...pageOf(workspace.id), replace: true })}
          onClose={dialog.close}
        />
      ) : null}
    </>
  );
}
