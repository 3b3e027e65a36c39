import type { ListMessagesOptions, Message } from "@roster/client";
import { IconRefresh, IconX } from "@tabler/icons-react";
import { RefusalOf, useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { UserPicker } from "../form/picker.tsx";
import { UserName } from "../person/user-link.tsx";
import { useCan } from "../session/session.ts";
import { Page } from "../shell/page.tsx";
import type { Chip } from "../table/chips.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { Empty } from "../table/empty.tsx";
import { SelectFilter, TextFilter } from "../table/filters.tsx";
import { useList } from "../table/list.ts";
import { MoreFilters } from "../table/more-filters.tsx";
import type { Action } from "../table/row-menu.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useView, type View } from "../table/view.ts";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { Delivery } from "./delivery.tsx";
import { MessageDialog } from "./message.dialog.tsx";
import { purposeOf, purposes, stateOf, states } from "./words.ts";

/** Makes the filters of a list from its address, for `fetchMessages`. The server judges the values. */
const filtersOf = (view: View) => ({
  state: view.state as ListMessagesOptions["state"], // the server refuses any other text
  kind: view.kind as ListMessagesOptions["kind"], // the server refuses any other text
  template: view.template,
  recipient: view.recipient,
  user_id: view.user_id,
});

const columns: readonly Column<Message>[] = [
  {
    key: "recipient",
    title: "To",
    cell: (message) => (
      <span className="lines">
        <bdi className="cut">{message.recipient}</bdi>
        <span className="cut muted small">{purposeOf(message)}</span>
        {/* Where the columns of state and error have no place. */}
        <span className="narrow-only small">
          <Delivery delivery={message} />
        </span>
      </span>
    ),
  },
  {
    key: "state",
    title: "State",
    width: 170,
    from: 760,
    cell: (message) => <State meaning={stateOf(message)[1]}>{stateOf(message)[0]}</State>,
  },
  {
    key: "error",
    title: "Last error",
    from: 760,
    cell: (message) => (
      <span className={message.state === "failed" ? "wrong" : "muted"}>{message.last_error ?? "–"}</span>
    ),
  },
  {
    key: "attempts",
    title: "Attempts",
    width: 90,
    from: 1100,
    cell: (message) => <span className="number">{message.attempts}</span>,
  },
  {
    key: "created",
    title: "Created",
    width: 130,
    from: 760,
    cell: (message) => <Time at={message.created_at} isStop={false} />,
  },
  {
    key: "sent",
    title: "Sent",
    width: 130,
    isExtra: true,
    cell: (message) => <Time at={message.sent_at} otherwise="–" isStop={false} />,
  },
  { key: "kind", title: "Way", width: 80, isExtra: true, cell: (message) => message.kind },
];

/** Each filter of the panel as it is said while it is in use. */
const chips: readonly Chip[] = [
  { name: "kind", words: (kind) => (kind === "sms" ? "Text messages" : "Mails") },
  {
    name: "user_id",
    words: (id) => (
      <>
        About <UserName id={id} />
      </>
    ),
  },
];

/** The outbox: what is sent, what waits, and why something did not arrive. */
export function MessagesPage() {
  const [view, setView] = useView();
  const dialog = useDialog();
  const can = useCan();
  const mayWrite = can("messages:write");
  const act = useAct();
  const list = useList("fetchMessages", filtersOf(view), view);

  const menu = (message: Message): Action[] => {
    const input = { message_id: message.id };
    const retry = { procedure: "retryMessage", input } as const;
    const cancel = { procedure: "cancelMessage", input } as const;
    return [
      {
        label: "Send again",
        icon: <IconRefresh size={16} />,
        onClick: () => void act.act(message.id, retry, "It is sent again in a moment"),
      },
      {
        label: "Cancel sending",
        icon: <IconX size={16} />,
        isDangerous: true,
        onClick: () => void act.act(message.id, cancel, "It is cancelled"),
      },
    ].filter(({ label }) => (label === "Cancel sending" ? message.state === "queued" : message.state === "failed"));
  };
  const filters = ["state", "kind", "template", "recipient", "user_id"];
  return (
    <Page title="Messages" count={list.total}>
      <MoreFilters
        names={["kind", "user_id"]}
        chips={chips}
        before={
          <>
            <TextFilter name="recipient" label="Address or number" placeholder="Address or number" isSearch />
            <SelectFilter
              name="state"
              label="State"
              any="Any state"
              options={Object.entries(states).map(([state, [words]]) => [state, words] as const)}
            />
            <SelectFilter name="template" label="Purpose" any="Any purpose" options={Object.entries(purposes)} />
          </>
        }
        after={<ColumnsMenu columns={columns} />}
      >
        <label>
          Way
          <SelectFilter
            name="kind"
            label="Way"
            any="Mails and texts"
            options={[
              ["mail", "Mails"],
              ["sms", "Text messages"],
            ]}
          />
        </label>
        {can("users:read") ? (
          <label>
            User
            <UserPicker
              isFilter
              label="Any user"
              value={view.user_id ?? ""}
              onChange={(user_id) => void setView({ user_id })}
            />
          </label>
        ) : null}
      </MoreFilters>
      {act.refused && dialog.name === undefined ? <RefusalOf of={act.refused.of} act={act} /> : null}
      <Table
        label="Messages"
        list={list}
        columns={columns}
        to={({ id }) => dialog.to("message", id)}
        nameOf={(message) => `${purposeOf(message)} to ${message.recipient}`}
        {...(mayWrite && { menu })}
        empty={
          filters.some((name) => view[name] !== undefined) ? (
            <Empty
              title="No message matches"
              action="Show all messages"
              onAction={() => void setView(Object.fromEntries(filters.map((name) => [name, undefined])))}
            >
              An address is matched as a whole. Messages are deleted 30 days after their creation.
            </Empty>
          ) : (
            <Empty title="Nothing has been sent yet">Invitations, welcomes, codes and notices will stand here.</Empty>
          )
        }
      />
      {dialog.name === "message" && dialog.of ? (
        <MessageDialog
          id={dialog.of}
          list={list}
          actions={mayWrite ? menu : () => []}
          act={act}
          onClose={dialog.close}
        />
      ) : null}
    </Page>
  );
}
