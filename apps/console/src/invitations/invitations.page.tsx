import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Caller, CallerFilter } from "../api-keys/callers.tsx";
import { useDialog } from "../form/dialog.ts";
import { OrganizationPicker } from "../form/picker.tsx";
import { OrganizationName } from "../organizations/group-name.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import type { Chip } from "../table/chips.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { SearchBox } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { MoreFilters } from "../table/more-filters.tsx";
import { useView } from "../table/view.ts";
import { filtersOf, InvitationStateFilter, InvitationsTable, invitationColumns } from "./invitations.table.tsx";
import { Invite } from "./invite.dialog.tsx";

/** Each filter of the panel as it is said while it is in use. */
const chips: readonly Chip[] = [
  {
    name: "organization",
    words: (id) => (
      <>
        To <OrganizationName id={id} />
      </>
    ),
  },
  {
    name: "invited_by",
    words: (caller) => (
      <>
        Invited by <Caller of={caller} />
      </>
    ),
  },
];

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
        chips={chips}
        before={
          <>
            <SearchBox placeholder="Name or address" />
            <InvitationStateFilter />
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
