import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { change } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { useDialog } from "../form/dialog.ts";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { type BulkAct, BulkBar } from "../table/bulk.tsx";
import { useList } from "../table/list.ts";
import { useSelection } from "../table/selection.ts";
import { useView } from "../table/view.ts";
import { CreateUser } from "./user.create.tsx";
import { filtersOf, UserFilters } from "./users.filters.tsx";
import { UsersTable } from "./users.table.tsx";

const bulkActs: BulkAct[] = [
  { label: "Deactivate", done: "deactivated", run: (user_ids) => change("deactivateUsers", { user_ids }) },
  { label: "Reactivate", done: "reactivated", run: (user_ids) => change("reactivateUsers", { user_ids }) },
  { label: "Delete", done: "deleted", isDangerous: true, run: (user_ids) => change("deleteUsers", { user_ids }) },
];

/** All users: search, filters, the list, and what can be done with those selected. */
export function UsersPage() {
  const [view] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchUsers", filtersOf(view), view);
  const selection = useSelection(list.rows, nameOf, JSON.stringify(filtersOf(view)));
  return (
    <Page
      title="Users"
      count={list.total}
      action={
        can("users:write") ? (
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("create")}>
            Create user
          </Button>
        ) : null
      }
    >
      <UserFilters />
      <UsersTable list={list} selection={selection} />
      <BulkBar list={list} selection={selection} nameOf={nameOf} acts={can("users:write") ? bulkActs : []} />
      <ShowCall procedure={list.call.procedure} input={() => list.call.input} />
      {dialog.name === "create" ? <CreateUser onClose={dialog.close} /> : null}
    </Page>
  );
}
