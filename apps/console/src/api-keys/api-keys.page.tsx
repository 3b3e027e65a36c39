import { Button } from "@mantine/core";
import type { ApiKey } from "@roster/client";
import { IconCursorText, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useDialog } from "../form/dialog.ts";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import { Empty } from "../table/empty.tsx";
import { useList } from "../table/list.ts";
import type { Action } from "../table/row-menu.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView } from "../table/view.ts";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { CreateKey } from "./key.create.tsx";
import { RenameKey, RevokeKey, RotateKey } from "./key.dialogs.tsx";

const hasEnded = ({ expires_at, revoked_at }: ApiKey) =>
  revoked_at !== null || (expires_at !== null && Date.parse(expires_at) <= Date.now());

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revoked_at !== null) return <State meaning="off">Revoked</State>;
  return hasEnded(apiKey) ? <State meaning="off">Expired</State> : <State meaning="ok">Active</State>;
}

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
    cell: ({ scopes }) => (
      <span className="muted">
        {scopes.length > 3 ? `${scopes.slice(0, 3).join(", ")} and ${scopes.length - 3} more` : scopes.join(", ")}
      </span>
    ),
  },
  {
    key: "used",
    title: "Last used",
    width: 120,
    from: 760,
    cell: (key) => <Time at={key.last_used_at} isStop={false} />,
  },
  {
    key: "created",
    title: "Created",
    width: 120,
    from: 1100,
    cell: (key) => <Time at={key.created_at} isStop={false} />,
  },
  {
    key: "expires",
    title: "Expires",
    width: 120,
    from: 760,
    cell: (key) => <Time at={key.expires_at} isStop={false} />,
  },
  { key: "state", title: "State", width: 110, cell: (key) => <KeyState apiKey={key} /> },
  {
    key: "maker",
    title: "Made by",
    width: 250,
    isExtra: true,
    cell: (key) => <span className="mono">{key.created_by}</span>,
  },
];

/** The keys by which applications call the API. */
export function ApiKeysPage() {
  const [view] = useView();
  const dialog = useDialog();
  const can = useCan();
  const list = useList("fetchApiKeys", {}, view);
  const chosen = list.rows?.find(({ id }) => id === dialog.of);
  const menu = (key: ApiKey): Action[] => [
    { label: "Rename…", icon: <IconCursorText size={16} />, onClick: () => dialog.open("rename", key.id) },
    ...(hasEnded(key)
      ? []
      : [
          { label: "Rotate…", icon: <IconRefresh size={16} />, onClick: () => dialog.open("rotate", key.id) },
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
        can("api_keys:manage") ? (
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("create")}>
            Create key
          </Button>
        ) : null
      }
    >
      <Table
        label="API keys"
        list={list}
        columns={columns}
        nameOf={({ name }) => name}
        menu={menu}
        empty={
          <Empty title="There are no keys yet">
            Create one for each application that calls Roster. It is shown once.
          </Empty>
        }
      />
      {dialog.name === "create" ? <CreateKey onClose={dialog.close} /> : null}
      {dialog.name === "rename" && chosen ? <RenameKey apiKey={chosen} onClose={dialog.close} /> : null}
      {dialog.name === "rotate" && chosen ? <RotateKey apiKey={chosen} onClose={dialog.close} /> : null}
      {dialog.name === "revoke" && chosen ? <RevokeKey apiKey={chosen} onClose={dialog.close} /> : null}
    </Page>
  );
}
