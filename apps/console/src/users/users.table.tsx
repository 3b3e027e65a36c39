import type { User } from "@roster/client";
import { IconUserOff, IconUserPlus } from "@tabler/icons-react";
import { useAct } from "../form/act.tsx";
import { nameOf, PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Empty } from "../table/empty.tsx";
import type { List } from "../table/list.ts";
import type { Action } from "../table/row-menu.tsx";
import type { Selection } from "../table/selection.ts";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";

const text = (value: string | null) => (value === null ? <span className="muted">–</span> : <bdi>{value}</bdi>);

export const columns: readonly Column<User>[] = [
  {
    key: "name",
    title: "Name",
    order: { asc: "name_asc", desc: "name_desc" },
    cell: (user) => <PersonCell id={user.id} name={nameOf(user)} below={user.email} isOff={!user.is_active} />,
  },
  {
    key: "email",
    title: "Email",
    width: 240,
    isExtra: true,
    order: { asc: "email_asc", desc: "email_desc" },
    cell: (user) => text(user.email),
  },
  {
    key: "phone",
    title: "Phone",
    width: 150,
    from: 1100,
    cell: (user) => <span className="number">{text(user.phone_number)}</span>,
  },
  { key: "username", title: "Username", width: 130, from: 1100, cell: (user) => text(user.username) },
  {
    key: "sign_in",
    title: "Last sign-in",
    width: 118,
    from: 760,
    order: { asc: "last_sign_in_at_asc", desc: "last_sign_in_at_desc" },
    cell: (user) => <Time at={user.last_sign_in_at} isStop={false} />,
  },
  {
    key: "created",
    title: "Created",
    width: 118,
    from: 760,
    order: { asc: "created_at_asc", desc: "created_at_desc" },
    cell: (user) => <Time at={user.created_at} isStop={false} />,
  },
  {
    key: "state",
    title: "State",
    width: 124,
    from: 760,
    cell: (user) => (user.is_active ? <State meaning="ok">Active</State> : <State meaning="off">Deactivated</State>),
  },
  { key: "external_id", title: "External id", width: 130, isExtra: true, cell: (user) => text(user.external_id) },
  { key: "id", title: "Id", width: 250, isExtra: true, cell: (user) => <span className="mono">{user.id}</span> },
  {
    key: "updated",
    title: "Updated",
    width: 118,
    isExtra: true,
    cell: (user) => <Time at={user.updated_at} isStop={false} />,
  },
];

export function UsersTable({ list, selection }: { list: List<User>; selection: Selection }) {
  const [view, setView] = useView();
  const can = useCan();
  const { act } = useAct();
  const isFiltered = Object.keys(view).some((name) => !["order", "columns", "dialog", "of"].includes(name));

  const menu = (user: User): Action[] => {
    const of = { user_id: user.id };
    const deactivate = { procedure: "deactivateUser", input: of } as const;
    const reactivate = { procedure: "reactivateUser", input: of } as const;
    return [
      user.is_active
        ? {
            label: "Deactivate",
            icon: <IconUserOff size={16} />,
            onClick: () => void act(user.id, deactivate, `${nameOf(user)} is deactivated`, reactivate),
          }
        : {
            label: "Reactivate",
            icon: <IconUserPlus size={16} />,
            onClick: () => void act(user.id, reactivate, `${nameOf(user)} is active again`, deactivate),
          },
    ];
  };

  return (
    <Table
      label="Users"
      list={list}
      columns={columns}
      defaultOrder="created_at_desc"
      to={({ id }) => ({ to: "/users/$id/$tab", params: { id, tab: "overview" } })}
      nameOf={nameOf}
      selection={selection}
      {...(can("users:write") && { menu })}
      empty={
        isFiltered ? (
          <Empty
            title="No user matches"
            action="Show all users"
            onAction={() => void setView(Object.fromEntries(Object.keys(view).map((name) => [name, undefined])))}
          >
            Try fewer words, or another filter.
          </Empty>
        ) : (
          <Empty title="There are no users yet">
            Create the first one here, invite somebody, or call createUser from your application.
          </Empty>
        )
      }
    />
  );
}
