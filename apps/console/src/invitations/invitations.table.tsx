import type { ListInvitedUsersOptions, UserInvitation } from "@roster/client";
import { IconRefresh, IconTrash } from "@tabler/icons-react";
import { Caller } from "../api-keys/callers.tsx";
import { change } from "../calls/calls.ts";
import { RefusalOf, useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { Delivery } from "../messages/delivery.tsx";
import { OrganizationName } from "../organizations/group-name.tsx";
import { PersonCell } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { type BulkAct, BulkBar } from "../table/bulk.tsx";
import { Empty } from "../table/empty.tsx";
import { SelectFilter } from "../table/filters.tsx";
import type { List } from "../table/list.ts";
import { useRecord } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { useSelection } from "../table/selection.ts";
import { type Column, Table } from "../table/table.tsx";
import { useView, type View } from "../table/view.ts";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { InvitationDialog } from "./invitation.dialog.tsx";
import { Resend } from "./resend.dialog.tsx";
import { nameOf, statusOf } from "./words.ts";

/** Makes the filters of a list of invitations from its address. The server judges the values. */
export const filtersOf = (view: View) => ({
  search: view.q,
  status: view.state as ListInvitedUsersOptions["status"], // the server refuses any other text
  organization_id: view.organization,
  invited_by: view.invited_by,
  order_by: view.order as ListInvitedUsersOptions["order_by"], // the server refuses any other text
});

const stateOptions = [
  ["expired", "Expired"],
  ["accepted", "Accepted"],
  ["revoked", "Revoked"],
  ["all", "All"],
] as const;

/** A filter by state; without it a list has the pending ones. */
export const InvitationStateFilter = () => (
  <SelectFilter name="state" label="State" any="Pending" options={stateOptions} />
);

export const invitationColumns: readonly Column<UserInvitation>[] = [
  {
    key: "email",
    title: "Name",
    cell: (invitation) => (
      <>
        <PersonCell
          id={invitation.id}
          name={nameOf(invitation)}
          below={nameOf(invitation) === invitation.email ? null : invitation.email}
        />
        {/* Where the column of mails has no place. */}
        {invitation.delivery?.last_error && invitation.delivery.state !== "sent" ? (
          <span className="narrow-only small">
            <Delivery delivery={invitation.delivery} />
          </span>
        ) : null}
      </>
    ),
  },
  {
    key: "organization",
    title: "Organization, role",
    width: 160,
    from: 760,
    cell: ({ organization_id, role }) => (
      <span className="lines">
        <span className="cut">{organization_id ? <OrganizationName id={organization_id} /> : "–"}</span>
        {role ? <bdi className="cut muted small">{role}</bdi> : null}
      </span>
    ),
  },
  {
    key: "delivery",
    title: "Mail",
    width: 170,
    from: 760,
    cell: ({ delivery }) => <Delivery delivery={delivery} />,
  },
  {
    key: "invited",
    title: "Invited",
    width: 118,
    from: 1100,
    order: { asc: "created_at_asc", desc: "created_at_desc" },
    cell: (row) => <Time at={row.invited_at} isStop={false} />,
  },
  {
    key: "expires",
    title: "Expires",
    width: 108,
    from: 760,
    order: { asc: "expires_at_asc", desc: "expires_at_desc" },
    cell: (row) => <Time at={row.expires_at} isStop={false} />,
  },
  {
    key: "state",
    title: "State",
    width: 106,
    from: 760,
    cell: ({ status }) => <State meaning={statusOf[status][1]}>{statusOf[status][0]}</State>,
  },
  {
    key: "by",
    title: "Invited by",
    width: 140,
    isExtra: true,
    cell: (row) => <Caller of={row.invited_by} />,
  },
];

/** Columns of an organization's own list. */
const columnsOfOne = invitationColumns.map(
  (column): Column<UserInvitation> =>
    column.key === "organization"
      ? { key: "role", title: "Role", width: 120, from: 760, cell: ({ role }) => <bdi>{role ?? "–"}</bdi> }
      : column,
);

const bulkActs: BulkAct[] = [
  { label: "Resend", done: "sent again", run: (invitation_ids) => change("resendInvitations", { invitation_ids }) },
  {
    label: "Revoke",
    done: "revoked",
    isDangerous: true,
    run: (invitation_ids) => change("revokeInvitations", { invitation_ids }),
  },
];

interface InvitationsTableProps {
  list: List<UserInvitation>;
  /** What stands in place of invitations when there are none. */
  empty: string;
  /** Whether all are to one organization, whose page shows them. */
  isOfOne?: boolean;
}

/** Invitations with what can be done about them: the page of all, and an organization's. */
export function InvitationsTable({ list, empty, isOfOne = false }: InvitationsTableProps) {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const act = useAct();
  const selection = useSelection(list.rows, nameOf, JSON.stringify(filtersOf(view)));
  const mayWrite = can("invitations:write");
  const found = useRecord("fetchInvitedUsers", list, dialog.of, { status: "all" });
  const isFiltered = Boolean(view.q || view.state || view.organization || view.invited_by);
  const mayBeOpen = !["accepted", "revoked"].includes(view.state ?? "pending");

  const actions = (invitation: UserInvitation): Action[] => {
    if (!mayWrite) return [];
    const revoke = { procedure: "revokeInvitation", input: { invitation_id: invitation.id } } as const;
    return [
      ...(invitation.status === "pending" || invitation.status === "expired"
        ? [
            {
              label: "Resend, and show the link…",
              icon: <IconRefresh size={16} />,
              onClick: () => dialog.open("resend", invitation.id),
            },
          ]
        : []),
      ...(invitation.status === "pending"
        ? [
            {
              label: "Revoke",
              icon: <IconTrash size={16} />,
              isDangerous: true,
              onClick: () => void act.act(invitation.id, revoke, `The invitation of ${invitation.email} is revoked`),
            },
          ]
        : []),
    ];
  };
  return (
    <>
      {act.refused && dialog.name === undefined ? <RefusalOf of={act.refused.of} act={act} /> : null}
      <Table
        label="Invitations"
        list={list}
        defaultOrder="created_at_desc"
        columns={isOfOne ? columnsOfOne : invitationColumns}
        to={({ id }) => dialog.to("invitation", id)}
        nameOf={nameOf}
        {...(mayWrite && mayBeOpen && { menu: actions, selection })}
        empty={
          isFiltered ? (
            <Empty
              title="No invitation matches"
              action="Show all that are pending"
              onAction={() =>
                void setView({ q: undefined, state: undefined, organization: undefined, invited_by: undefined })
              }
            >
              Try fewer words, or another state.
            </Empty>
          ) : (
            <Empty title="No invitation is pending">{empty}</Empty>
          )
        }
      />
      <BulkBar list={list} selection={selection} nameOf={nameOf} acts={mayWrite ? bulkActs : []} />
      {dialog.name === "invitation" ? (
        <InvitationDialog found={found} actions={actions} act={act} onClose={dialog.close} />
      ) : null}
      {dialog.name === "resend" && found.record ? <Resend invitation={found.record} onClose={dialog.close} /> : null}
    </>
  );
}
