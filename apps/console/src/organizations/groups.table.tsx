import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import { PersonCell } from "../person/person.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox } from "../table/filters.tsx";
import type { List } from "../table/list.ts";
import { counted } from "../table/pager.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import type { Group } from "./groups.ts";

const columns: readonly Column<Group>[] = [
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
  { key: "id", title: "Id", width: 250, isExtra: true, cell: ({ id }) => <span className="mono">{id}</span> },
];

interface GroupsTableProps {
  noun: "organization" | "workspace";
  list: List<Group>;
  to(id: string): LinkProps;
  /** What they are good for, where there are none. */
  empty: string;
  /** Creates one, where the page has no other place for it. */
  onCreate?: (() => void) | undefined;
}

/** Organizations, or the workspaces of one: the search, and the list. */
export function GroupsTable({ noun, list, to, empty, onCreate }: GroupsTableProps) {
  const [view, setView] = useView();
  const nouns = `${noun}s`;
  return (
    <>
      <FilterRow>
        <SearchBox placeholder="Name or slug" />
        <ColumnsMenu columns={columns} />
        {onCreate ? (
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={onCreate}>
            Create {noun}
          </Button>
        ) : null}
      </FilterRow>
      <Table
        label={noun === "organization" ? "Organizations" : "Workspaces"}
        list={list}
        columns={columns}
        to={({ id }) => to(id)}
        nameOf={({ name }) => name}
        empty={
          view.q ? (
            <Empty
              title={`No ${noun} matches`}
              action={`Show all ${nouns}`}
              onAction={() => void setView({ q: undefined })}
            >
              Try fewer words.
            </Empty>
          ) : (
            <Empty title={`There are no ${nouns} yet`}>{empty}</Empty>
          )
        }
      />
    </>
  );
}
