import type { MemberOrder } from "@roster/client";
import { useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { useList } from "../table/list.ts";
import { useView } from "../table/view.ts";
import { AddMember, ChangeRole } from "./member.dialogs.tsx";
import { type Member, MembersTable } from "./members.table.tsx";

export function OrganizationMembers({ id }: { id: string }) {
  const [view] = useView();
  const dialog = useDialog();
  const act = useAct();
  const order_by = view.order as MemberOrder | undefined; // the server refuses any other text
  const list = useList(
    "fetchOrganizationMembers",
    { organization_id: id, search: view.q, role: view.role, order_by },
    view,
  );
  const chosen = list.rows?.find((member) => member.id === dialog.of);

  const removal = ({ user, role }: Member) => {
    const input = { organization_id: id, user_id: user.id };
    return {
      remove: { procedure: "removeOrganizationMember", input },
      undo: { procedure: "addOrganizationMember", input: { ...input, role } },
    } as const;
  };
  return (
    <>
      <MembersTable
        list={list}
        act={act}
        removal={removal}
        empty="Add a user here, or invite somebody in the part Invitations."
      />
      {dialog.name === "add" ? (
        <AddMember procedure="addOrganizationMember" group={{ organization_id: id }} onClose={dialog.close} />
      ) : null}
      {dialog.name === "role" && chosen ? (
        <ChangeRole
          procedure="updateOrganizationMember"
          group={{ organization_id: id }}
          member={chosen}
          onClose={dialog.close}
        />
      ) : null}
    </>
  );
}
