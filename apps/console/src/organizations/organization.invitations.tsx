import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useDialog } from "../form/dialog.ts";
import { filtersOf, InvitationStateFilter, InvitationsTable } from "../invitations/invitations.table.tsx";
import { Invite } from "../invitations/invite.dialog.tsx";
import { useCan } from "../session/session.ts";
import { FilterRow, SearchBox } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { useView } from "../table/view.ts";

/** Who was invited to an organization. */
export function OrganizationInvitations({ id }: { id: string }) {
  const [view] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchInvitedUsers", { ...filtersOf(view), organization_id: id }, view);
  return (
    <>
      <FilterRow>
        <SearchBox placeholder="Name or address" />
        <InvitationStateFilter />
        {can("invitations:write") ? (
          <Button
            className="end"
            leftSection={<IconPlus size={16} />}
            data-key="create"
            onClick={() => dialog.open("invite")}
          >
            Invite
          </Button>
        ) : null}
      </FilterRow>
      <InvitationsTable
        isOfOne
        list={list}
        empty="Invite somebody by their address. When they accept, they are a member."
      />
      {dialog.name === "invite" ? <Invite organizationId={id} onClose={dialog.close} /> : null}
    </>
  );
}
