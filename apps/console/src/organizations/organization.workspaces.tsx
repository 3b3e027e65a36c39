import { Button } from "@mantine/core";
import type { Workspace } from "@roster/client";
import { IconPlus } from "@tabler/icons-react";
import { useDialog } from "../form/dialog.ts";
import { PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { counted } from "../table/pager.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import { CreateWorkspace } from "../workspaces/workspace.dialogs.tsx";

const columns: readonly Column<Workspace>[] = [
  { key: "name", title: "Name", cell: ({ id, name, slug }) => <PersonCell id={id} name={name} below={slug} /> },
  {
    key: "members",
    title: "Members",
    width: 110,
    cell: ({ member_count }) => <span className="number">{counted(member_count)}</span>,
  },
  {
    key: "created",
    title: "Created",
    width: 130,
    from: 760,
    cell: (row) => <Time at={row.created_at} isStop={false} />,
  },
];

/** The workspaces of an organization. */
export function OrganizationWorkspaces({ id }: { id: string }) {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchWorkspaces", { organization_id: id, search: view.q }, view);
  return (
    <>
      <FilterRow>
        <SearchBox placeholder="Name or slug" />
        {can("organizations:write") ? (
          <Button
            className="end"
            leftSection={<IconPlus size={16} />}
            data-key="create"
            onClick={() => dialog.open("create")}
          >
            Create workspace
          </Button>
        ) : null}
      </FilterRow>
      <Table
        label="Workspaces"
        list={list}
        columns={columns}
        to={(workspace) => ({
          to: "/organizations/$id/workspaces/$workspace",
          params: { id, workspace: workspace.id },
        })}
        nameOf={({ name }) => name}
        empty={
          view.q ? (
            <Empty
              title="No workspace matches"
              action="Show all workspaces"
              onAction={() => void setView({ q: undefined })}
            >
              Try fewer words.
            </Empty>
          ) : (
            <Empty title="There are no workspaces yet">
              Members of the organization can be members of its workspaces, with a role in each.
            </Empty>
          )
        }
      />
      {dialog.name === "create" ? <CreateWorkspace organizationId={id} onClose={dialog.close} /> : null}
    </>
  );
}
