import { Button } from "@mantine/core";
import type { ApiKey } from "@roster/client";
import { IconCursorText, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useDialog } from "../form/dialog.ts";
import { Page } from "../shell/page.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { useList } from "../table/list.ts";
import { useRecord } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { Time } from "../time/time.tsx";
import { Caller } from "./callers.tsx";
import { CreateKey } from "./key.create.tsx";
import { KeyDialog } from "./key.dialog.tsx";
import { RenameKey, RevokeKey, RotateKey } from "./key.dialogs.tsx";
import { hasEnded, KeyState } from "./key.state.tsx";
import { summaryOf } from "./scopes.ts";

const columns: readonly Column<ApiKey>[] = [
  {
    key: "name",
    title: "Name",
    cell: (key) => (
      <span className="lines">
        <bdi className="cut">{key.name}</bdi>
        <span className="cut muted mono">{key.prefix}…</span>
      </span>
    ),
  },
  {
    key: "scopes",
    title: "Scopes",
    from: 760,
    cell: ({ scopes }) => <span className="muted">{summaryOf(scopes)}</span>,
  },
  {
    key: "used",
    title: "Last used",
    width: 120,
    from: 760,
    cell: (key) => <Time at={key.last_used_at} isStop={false} />,
  },
  {
    key: "expires",
    title: "Expires",
    width: 120,
    from: 760,
    cell: (key) => <Time at={key.expires_at} isStop={false} />,
  },
  { key: "state", title: "State", width: 142, cell: (key) => <KeyState apiKey={key} /> },
  { key: "maker", title: "Made by", width: 130, from: 1100, cell: (key) => <Caller of={key.created_by} /> },
  {
    key: "created",
    title: "Created",
    width: 120,
    isExtra: true,
    cell: (key) => <Time at={key.created_at} isStop={false} />,
  },
];

/** The keys by which applications call the API. */
export function ApiKeysPage() {
  const [view] = useView();
  const dialog = useDialog();
  const list = useList("fetchApiKeys", {}, view);
  const found = useRecord("fetchApiKeys", list, dialog.of);
  const chosen = found.record;
  const menu = (key: ApiKey): Action[] => [
    { label: "Rename…", icon: <IconCursorText size={16} />, onClick: () => dialog.open("rename", key.id) },
    ...(hasEnded(key)
      ? []
      : [
          ...(key.successor_id
            ? [] // it is rotated once
            : [{ label: "Rotate…", icon: <IconRefresh size={16} />, onClick: () => dialog.open("rotate", key.id) }]),
          {
            label: "Revoke…",
            icon: <IconTrash size={16} />,
            isDangerous: true,
            onClick: () => dialog.open("revoke", key.id),
          },
        ]),
  ];
  return (
    <Page
      title="API keys"
      count={list.total}
      action={
        <>
          <ColumnsMenu columns={columns} />
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("create")}>
            Create key
          </Button>
        </>
      }
    >
      <Table
        label="API keys"
        list={list}
        columns={columns}
        to={({ id }) => dialog.to("key", id)}
        nameOf={({ name }) => name}
        menu={menu}
        empty={
          <Empty title="There are no keys yet">
            Create one for each application that calls Roster. It is shown once.
          </Empty>
        }
      />
      {dialog.name === "create" ? <CreateKey onClose={dialog.close} /> : null}
      {dialog.name === "key" ? <KeyDialog found={found} actions={menu} onClose={dialog.close} /> : null}
      {dialog.name === "rename" && chosen ? <RenameKey apiKey={chosen} onClose={dialog.close} /> : null}
      {dialog.name === "rotate" && chosen ? <RotateKey apiKey={chosen} onClose={dialog.close} /> : null}
      {dialog.name === "revoke" && chosen ? <RevokeKey apiKey={chosen} onClose={dialog.close} /> : null}
    </Page>
  );
}
