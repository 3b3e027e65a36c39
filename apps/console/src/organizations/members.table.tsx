import { Button } from "@mantine/core";
import type { OrganizationMember, WorkspaceMember } from "@roster/client";
import { IconPlus, IconUserMinus, IconUserShield } from "@tabler/icons-react";
import { type Act, type AnyStep, RefusalOf } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { nameOf, PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox, TextFilter } from "../table/filters.tsx";
import type { List } from "../table/list.ts";
import type { Action } from "../table/row-menu.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";

export type Member = OrganizationMember | WorkspaceMember;
export const memberName = ({ user }: Member) => nameOf(user);

const columns: readonly Column<Member>[] = [
  {
    key: "name",
    title: "Name",
    order: { asc: "name_asc", desc: "name_desc" },
    cell: ({ user }) => <PersonCell id={user.id} name={nameOf(user)} below={user.email} />,
  },
  { key: "role", title: "Role", width: 110, cell: ({ role }) => <bdi>{role}</bdi> },
  {
    key: "since",
    title: "Member since",
    width: 150,
    from: 760,
    order: { asc: "created_at_asc", desc: "created_at_desc" },
    cell: (member) => <Time at={member.created_at} isStop={false} />,
  },
];

interface MembersTableProps {
  list: List<Member>;
  act: Act;
  /** The call that removes a member, and the one that undoes it. */
  removal(member: Member): { remove: AnyStep; undo: AnyStep };
  /** What stands in place of members when there are none. */
  empty: string;
}

/** The members of an organization or a workspace. */
export function MembersTable({ list, act, removal, empty }: MembersTableProps) {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const mayWrite = can("organizations:write");
  const menu = (member: Member): Action[] => {
    const { remove, undo } = removal(member);
    return [
      { label: "Change role…", icon: <IconUserShield size={16} />, onClick: () => dialog.open("role", member.id) },
      {
        label: "Remove",
        icon: <IconUserMinus size={16} />,
        isDangerous: true,
        onClick: () => void act.act(member.id, remove, `${memberName(member)} is no longer a member`, undo),
      },
    ];
  };
  return (
    <>
      <FilterRow>
        <SearchBox placeholder="Name, address or number" />
        <TextFilter name="role" label="Role" placeholder="Role" />
        {mayWrite ? (
          <Button
            className="end"
            leftSection={<IconPlus size={16} />}
            data-key="create"
            onClick={() => dialog.open("add")}
          >
            Add member
          </Button>
        ) : null}
      </FilterRow>
      {act.refused ? <RefusalOf of={act.refused.of} act={act} /> : null}
      <Table
        label="Members"
        list={list}
        columns={columns}
        defaultOrder="created_at_desc"
        to={({ user }) => ({ to: "/users/$id/$tab", params: { id: user.id, tab: "memberships" } })}
        nameOf={memberName}
        {...(mayWrite && { menu })}
        empty={
          view.q || view.role ? (
            <Empty
              title="No member matches"
              action="Show all members"
              onAction={() => void setView({ q: undefined, role: undefined })}
            >
              Try fewer words, or another role.
            </Empty>
          ) : (
            <Empty title="There are no members yet">{empty}</Empty>
          )
        }
      />
    </>
  );
}
