import type { MemberOrder } from "@roster/client";
import { IconUserMinus, IconUserShield } from "@tabler/icons-react";
import { useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { useList } from "../table/list.ts";
import type { Action } from "../table/row-menu.tsx";
import { useView } from "../table/view.ts";
import { AddMember, ChangeRole } from "./member.dialogs.tsx";
import { type Member, MembersTable, memberName } from "./members.table.tsx";

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

  const menu = (member: Member): Action[] => {
    const input = { organization_id: id, user_id: member.user.id };
    const remove = { procedure: "removeOrganizationMember", input } as const;
    const add = { procedure: "addOrganizationMember", input: { ...input, role: member.role } } as const;
    return [
      { label: "Change role…", icon: <IconUserShield size={16} />, onClick: () => dialog.open("role", member.id) },
      {
        label: "Remove",
        icon: <IconUserMinus size={16} />,
        isDangerous: true,
        onClick: () => void act.act(member.id, remove, `${memberName(member)} is no longer a member`, add),
      },
    ];
  };
  return (
    <>
      <MembersTable
        list={list}
        act={act}
        menu={menu}
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
