import { Button } from "@mantine/core";
import type { ApproveNextWaitlistUsersResponse, ListWaitlistOptions, WaitlistUser } from "@roster/client";
import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { change } from "../calls/calls.ts";
import { RefusalOf, useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { type BulkAct, BulkBar } from "../table/bulk.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { FilterRow, SearchBox, SelectFilter } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { useRecord } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { useSelection } from "../table/selection.ts";
import { Table } from "../table/table.tsx";
import { useView, type View } from "../table/view.ts";
import { Approved, ApproveNext } from "./approve-next.tsx";
import { EntryDialog } from "./entry.dialog.tsx";
import { RejectDialog } from "./reject.dialog.tsx";
import { decidedColumns, waitingColumns } from "./waitlist.columns.tsx";
import { nameOf } from "./words.ts";

const filtersOf = (view: View) => ({
  search: view.q,
  status: view.state as ListWaitlistOptions["status"], // the server refuses any other text
});

const bulkActs: BulkAct[] = [
  {
    label: "Approve",
    done: "approved",
    run: (waitlist_user_ids) => change("approveWaitlistUsers", { waitlist_user_ids }),
  },
  {
    label: "Reject",
    done: "rejected",
    isDangerous: true,
    run: (waitlist_user_ids) => change("rejectWaitlistUsers", { waitlist_user_ids }),
  },
];

/** Who waits, in the order of their coming, and the decisions. */
export function WaitlistPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const act = useAct();
  const [approved, setApproved] = useState<ApproveNextWaitlistUsersResponse>();
  const list = useList("fetchWaitlist", filtersOf(view), view);
  const selection = useSelection(list.rows, nameOf, JSON.stringify(filtersOf(view)));
  const mayWrite = can("waitlist:write");
  const isWaiting = view.state === undefined;
  const columns = isWaiting ? waitingColumns : decidedColumns;
  const found = useRecord("fetchWaitlist", list, dialog.of, { status: "all" });

  const actions = (entry: WaitlistUser): Action[] => {
    if (!mayWrite) return [];
    const input = { waitlist_user_id: entry.id };
    const name = nameOf(entry);
    const approve = { procedure: "approveWaitlistUser", input } as const;
    const reject = { procedure: "rejectWaitlistUser", input } as const;
    const reopen = { procedure: "reopenWaitlistUser", input } as const;
    if (entry.status === "rejected") {
      return [
        {
          label: "Put back in the queue",
          icon: <IconArrowBackUp size={16} />,
          onClick: () => void act.act(entry.id, reopen, `${name} waits again`, reject),
        },
      ];
    }
    if (entry.status === "approved") return [];
    return [
      {
        label: "Approve",
        icon: <IconCheck size={16} />,
        onClick: () => void act.act(entry.id, approve, `${name} is a user now, and gets a welcome mail`),
      },
      {
        label: "Reject",
        icon: <IconX size={16} />,
        onClick: () => void act.act(entry.id, reject, `${name} is rejected`, reopen),
      },
      { label: "Reject with a reason…", onClick: () => dialog.open("reject", entry.id) },
    ];
  };

  return (
    <Page
      title="Waitlist"
      count={list.total}
      action={
        mayWrite ? (
          <Button data-key="create" leftSection={<IconCheck size={16} />} onClick={() => dialog.open("approve-next")}>
            Approve next…
          </Button>
        ) : null
      }
    >
      <FilterRow>
        <SearchBox placeholder="Name or address" />
        <SelectFilter
          name="state"
          label="State"
          any="Waiting"
          options={[
            ["approved", "Approved"],
            ["rejected", "Rejected"],
            ["all", "All"],
          ]}
        />
        <ColumnsMenu columns={columns} />
      </FilterRow>
      {act.refused && dialog.name === undefined ? <RefusalOf of={act.refused.of} act={act} /> : null}
      <Table
        label="Waitlist"
        list={list}
        columns={columns}
        to={({ id }) => dialog.to("entry", id)}
        nameOf={nameOf}
        {...(mayWrite && { ...(view.state !== "approved" && { menu: actions }), ...(isWaiting && { selection }) })}
        empty={
          view.q || view.state ? (
            <Empty
              title="Nobody matches"
              action="Show who waits"
              onAction={() => void setView({ q: undefined, state: undefined })}
            >
              Try fewer words, or another state.
            </Empty>
          ) : (
            <Empty title="Nobody waits">
              People join on the page /join-waitlist, or when your application calls joinWaitlist.
            </Empty>
          )
        }
      />
      <BulkBar list={list} selection={selection} nameOf={nameOf} acts={bulkActs} />
      {dialog.name === "approve-next" ? (
        <ApproveNext
          onClose={dialog.close}
          onDone={(answer) => {
            setApproved(answer);
            dialog.close(); // so that Back from a new user does not ask again
          }}
        />
      ) : null}
      {approved ? <Approved answer={approved} onClose={() => setApproved(undefined)} /> : null}
      {dialog.name === "reject" && found.record ? (
        <RejectDialog entry={found.record} act={act} onClose={dialog.close} />
      ) : null}
      {dialog.name === "entry" ? (
        <EntryDialog found={found} actions={actions} act={act} onClose={dialog.close} />
      ) : null}
    </Page>
  );
}
