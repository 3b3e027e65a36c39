import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useDialog } from "../form/dialog.ts";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { useList } from "../table/list.ts";
import { useView } from "../table/view.ts";
import { CreateGroup } from "./group.create.tsx";
import { GroupsTable } from "./groups.table.tsx";

const pageOf = (id: string) => ({ to: "/organizations/$id/$tab", params: { id, tab: "members" } }) as const;

/** All organizations. */
export function OrganizationsPage() {
  const [view] = useView();
  const dialog = useDialog();
  const navigate = useNavigate();
  const can = useCan();
  const list = useList("fetchOrganizations", { search: view.q }, view);
  return (
    <Page
      title="Organizations"
      count={list.total}
      action={
        can("organizations:write") ? (
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("create")}>
            Create organization
          </Button>
        ) : null
      }
    >
      <GroupsTable
        noun="organization"
        list={list}
        to={pageOf}
        empty="Create one to group users, with roles, workspaces and invitations."
      />
      {dialog.name === "create" ? (
        <CreateGroup
          procedure="createOrganization"
          noun="organization"
          within={{}}
          onDone={({ id }) => void navigate({ ...pageOf(id), replace: true })}
          onClose={dialog.close}
        />
      ) : null}
    </Page>
  );
}
