import { Button } from "@mantine/core";
import type { User } from "@roster/client";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { change } from "../calls/calls.ts";
import { useDialog } from "../form/dialog.ts";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import type { BulkAct } from "../table/bulk.tsx";
import { useList } from "../table/list.ts";
import { useSelection } from "../table/selection.ts";
import { useView } from "../table/view.ts";
import { filtersOf, UserFilters } from "./users.filters.tsx";
import { UsersTable } from "./users.table.tsx";

// Not in the first view of the list.
const BulkBar = lazy(async () => ({ default: (await import("../table/bulk.tsx")).BulkBar<User> }));
const CreateUser = lazy(async () => ({ default: (await import("./user.create.tsx")).CreateUser }));

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
      <Suspense>
        {selection.isUsed ? (
          <BulkBar list={list} selection={selection} nameOf={nameOf} acts={can("users:write") ? bulkActs : []} />
        ) : null}
        {dialog.name === "create" ? <CreateUser onClose={dialog.close} /> : null}
      </Suspense>
    </Page>
  );
}
