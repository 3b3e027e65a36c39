import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { CallerFilter } from "../api-keys/callers.tsx";
import { useDialog } from "../form/dialog.ts";
import { OrganizationPicker } from "../form/picker.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { SearchBox, SelectFilter } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { MoreFilters } from "../table/more-filters.tsx";
import { useView } from "../table/view.ts";
import { filtersOf, InvitationsTable, invitationColumns } from "./invitations.table.tsx";
import { Invite } from "./invite.dialog.tsx";

/** Who was invited, whether the mail arrived, and what became of it. */
export function InvitationsPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchInvitedUsers", filtersOf(view), view);
  return (
    <Page
      title="Invitations"
      count={list.total}
      action={
        can("invitations:write") ? (
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("invite")}>
            Invite
          </Button>
        ) : null
      }
    >
      <MoreFilters
        names={["organization", "invited_by"]}
        before={
          <>
            <SearchBox placeholder="Name or address" />
            <SelectFilter
              name="state"
              label="State"
              any="Pending"
              options={[
                ["expired", "Expired"],
                ["accepted", "Accepted"],
                ["revoked", "Revoked"],
              ]}
            />
          </>
        }
        after={<ColumnsMenu columns={invitationColumns} />}
      >
        {can("organizations:read") ? (
          <label>
            Organization
            <OrganizationPicker
              isFilter
              label="Any organization"
              value={view.organization ?? ""}
              onChange={(organization) => void setView({ organization })}
            />
          </label>
        ) : null}
        <label>
          Invited by
          <CallerFilter name="invited_by" label="Invited by" />
        </label>
      </MoreFilters>
      <InvitationsTable
        list={list}
        empty="Invite somebody by their address. They get a mail with a link, and become a user when they accept."
      />
      {dialog.name === "invite" ? <Invite onClose={dialog.close} /> : null}
    </Page>
  );
}
