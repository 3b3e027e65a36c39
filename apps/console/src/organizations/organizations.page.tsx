import { Button } from "@mantine/core";
import type { Organization } from "@roster/client";
import { IconPlus } from "@tabler/icons-react";
import { useDialog } from "../form/dialog.ts";
import { PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { counted } from "../table/pager.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import { CreateOrganization } from "./organization.dialogs.tsx";

const columns: readonly Column<Organization>[] = [
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
  {
    key: "updated",
    title: "Updated",
    width: 130,
    from: 1100,
    cell: (row) => <Time at={row.updated_at} isStop={false} />,
  },
];

export function OrganizationsPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
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
      <FilterRow>
        <SearchBox placeholder="Name or slug" />
      </FilterRow>
      <Table
        label="Organizations"
        list={list}
        columns={columns}
        to={({ id }) => ({ to: "/organizations/$id/$tab", params: { id, tab: "members" } })}
        nameOf={({ name }) => name}
        empty={
          view.q ? (
            <Empty
              title="No organization matches"
              action="Show all organizations"
              onAction={() => void setView({ q: undefined })}
            >
              Try fewer words.
            </Empty>
          ) : (
            <Empty title="There are no organizations yet">
              Create one to group users, with roles, workspaces and invitations.
            </Empty>
          )
        }
      />
      {dialog.name === "create" ? <CreateOrganization onClose={dialog.close} /> : null}
    </Page>
  );
}
