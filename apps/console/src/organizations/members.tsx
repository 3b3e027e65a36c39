import { Button } from "@mantine/core";
import type { MemberOrder } from "@roster/client";
import { IconPlus, IconUserMinus, IconUserShield } from "@tabler/icons-react";
import { read } from "../calls/calls.ts";
import { type AnyStep, RefusalOf, useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { nameOf, PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox, TextFilter } from "../table/filters.tsx";
import { type RowOf, useList } from "../table/list.ts";
import type { Action } from "../table/row-menu.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import type { GroupCalls } from "./groups.ts";
import { AddMember, ChangeRole } from "./member.dialogs.tsx";

type Member = RowOf<GroupCalls["fetchMembers"]>;
const memberName = ({ user }: Member) => nameOf(user);

const columns: readonly Column<Member>[] = [
  {
    key: "name",
    title: "Name",
    order: { asc: "name_asc", desc: "name_desc" },
    cell: ({ user }) => <PersonCell id={user.id} name={nameOf(user)} below={user.email} isOff={!user.is_active} />,
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

/** Roles that the menu of a member offers: those that others have, beside the usual two. */
const offeredTo = (member: Member, rows: readonly Member[]) =>
  [...new Set(["member", "admin", ...rows.map(({ role }) => role)])].filter((role) => role !== member.role).slice(0, 4);

interface MembersProps {
  calls: GroupCalls;
  /** The organization of a workspace, whose members alone can be members of it. */
  within?: string;
  /** What stands in place of members when there are none. */
  empty: string;
}

/** The members of an organization or a workspace. */
export function Members({ calls, within, empty }: MembersProps) {
  const [view, setView] = useView();
  const dialog = useDialog();
  const { act, ...acts } = useAct();
  const can = useCan();
  const mayWrite = can("organizations:write");
  const order_by = view.order as MemberOrder | undefined; // the server refuses any other text
  const list = useList(calls.fetchMembers, { ...calls.of, search: view.q, role: view.role, order_by }, view);
  const chosen = list.rows?.find((member) => member.id === dialog.of);

  const step = (
    procedure: GroupCalls["addMember" | "updateMember" | "removeMember"],
    { user }: Member,
    role?: string,
  ) => ({ procedure, input: { ...calls.of, user_id: user.id, ...(role && { role }) } }) as AnyStep; // all are of one kind of group

  /** Calls that make somebody a member again. Whoever leaves an organization leaves its workspaces. */
  async function rejoining(member: Member): Promise<AnyStep[]> {
    const again = step(calls.addMember, member, member.role);
    if (calls.noun === "workspace") return [again];
    const { workspaces } = await read("fetchUserDetails", { user_id: member.user.id });
    const left = workspaces.filter(({ organization_id }) => organization_id === calls.of.organization_id);
    return [
      again,
      ...left.map(
        ({ workspace_id, role }): AnyStep => ({
          procedure: "addWorkspaceMember",
          input: { workspace_id, user_id: member.user.id, role },
        }),
      ),
    ];
  }

  async function remove(member: Member) {
    const undo = await rejoining(member).catch(() => undefined); // without the scope to read users there is no way back
    await act(member.id, step(calls.removeMember, member), `${memberName(member)} is no longer a member`, undo);
  }

  const menu = (member: Member): Action[] => [
    ...offeredTo(member, list.rows ?? []).map((role) => ({
      label: `Make ${role}`,
      icon: <IconUserShield size={16} />,
      onClick: () =>
        void act(
          member.id,
          step(calls.updateMember, member, role),
          `${memberName(member)} is ${role} now`,
          step(calls.updateMember, member, member.role),
        ),
    })),
    { label: "Another role…", icon: <IconUserShield size={16} />, onClick: () => dialog.open("role", member.id) },
    {
      label: "Remove",
      icon: <IconUserMinus size={16} />,
      isDangerous: true,
      onClick: () => void remove(member),
    },
  ];

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
      {acts.refused ? <RefusalOf of={acts.refused.of} act={{ act, ...acts }} /> : null}
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
      {dialog.name === "add" ? <AddMember calls={calls} within={within} onClose={dialog.close} /> : null}
      {dialog.name === "role" && chosen ? <ChangeRole calls={calls} member={chosen} onClose={dialog.close} /> : null}
    </>
  );
}
