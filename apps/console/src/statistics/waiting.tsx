import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useRead } from "../calls/calls.ts";
import { nameOf as nameOfInvitation } from "../invitations/words.ts";
import { purposeOf, stateOf } from "../messages/words.ts";
import { useCan } from "../session/session.ts";
import { messageOf } from "../shell/faults.tsx";
import { Panel } from "../shell/panel.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { nameOf as nameOfEntry } from "../waitlist/words.ts";

const SHOWN = 5;
/** The newest that wait to be sent, among which those that were tried before are looked for. */
const LOOKED_AT = 100;

/** What waits for somebody: messages that did not arrive, invitations that expire soon, who is first on the waitlist. */
export function Waiting() {
  const can = useCan();
  return (
    <div className="waiting">
      {can("messages:read") ? <Undelivered /> : null}
      {can("invitations:read") ? <Expiring /> : null}
      {can("waitlist:read") ? <Next /> : null}
    </div>
  );
}

function Undelivered() {
  const failed = useRead("fetchMessages", { state: "failed", per_page: SHOWN });
  const queued = useRead("fetchMessages", { state: "queued", per_page: LOOKED_AT });
  const retried = queued.data?.data.filter(({ attempts }) => attempts > 0) ?? [];
  const messages = failed.data && [...failed.data.data, ...retried].slice(0, SHOWN);
  return (
    <Panel
      title="Undelivered messages"
      action={<All of="failed messages" to="/messages" search={{ state: "failed" }} />}
    >
      <Items
        none="Every message was delivered, or is on its way."
        error={failed.error}
        items={messages?.map((message) => ({
          id: message.id,
          link: { to: "/messages", search: { dialog: "message", of: message.id } },
          title: message.recipient,
          beside: <State meaning={stateOf(message)[1]}>{stateOf(message)[0]}</State>,
          below: (
            <>
              {purposeOf(message)}, <Time at={message.created_at} isStop={false} />
              <bdi className="waiting-error">{message.last_error}</bdi>
            </>
          ),
        }))}
      />
    </Panel>
  );
}

const soonest = "expires_at_asc";

function Expiring() {
  const { data, error } = useRead("fetchInvitedUsers", { order_by: soonest, per_page: SHOWN });
  return (
    <Panel
      title="Expiring invitations"
      action={<All of="pending invitations" to="/invitations" search={{ order: soonest }} />}
    >
      <Items
        none="Nobody has an open invitation."
        error={error}
        items={data?.data.map((invitation) => ({
          id: invitation.id,
          link: { to: "/invitations", search: { dialog: "invitation", of: invitation.id } },
          title: nameOfInvitation(invitation),
          beside: <Time at={invitation.expires_at} isStop={false} />,
          below: nameOfInvitation(invitation) === invitation.email ? null : invitation.email,
        }))}
      />
    </Panel>
  );
}

function Next() {
  const can = useCan();
  const { data, error } = useRead("fetchWaitlist", { per_page: SHOWN });
  return (
    <Panel
      title="Waitlist"
      action={
        <span className="waiting-links">
          {can("waitlist:write") && data && data.data.length > 0 ? (
            <Link className="panel-action" to="/waitlist" search={{ dialog: "approve-next" }}>
              Approve next…
            </Link>
          ) : null}
          <All of="who waits" to="/waitlist" />
        </span>
      }
    >
      <Items
        none="Nobody waits."
        error={error}
        items={data?.data.map((entry) => ({
          id: entry.id,
          link: { to: "/waitlist", search: { dialog: "entry", of: entry.id } },
          title: nameOfEntry(entry),
          beside: <Time at={entry.created_at} isStop={false} />,
          below: nameOfEntry(entry) === entry.email ? null : entry.email,
        }))}
      />
    </Panel>
  );
}

const All = ({ of, ...link }: LinkProps & { of: string }) => (
  <Link className="panel-action" {...link}>
    Show all<span className="hidden"> {of}</span>
  </Link>
);

interface Item {
  id: string;
  link: LinkProps;
  title: string;
  beside: ReactNode;
  below: ReactNode;
}

/** A list of records, each of which opens. */
function Items({ items, none, error }: { items: Item[] | undefined; none: string; error: Error | null }) {
  if (error && !items) return <p className="panel-empty">{messageOf(error)}</p>;
  if (items?.length === 0) return <p className="panel-empty">{none}</p>;
  return (
    <ul>
      {items?.map(({ id, link, title, beside, below }) => (
        <li key={id}>
          <Link className="waiting-item" {...link}>
            <span className="waiting-head">
              <bdi className="cut">{title}</bdi>
              <span className="muted small">{beside}</span>
            </span>
            <span className="muted small waiting-below">{below}</span>
          </Link>
        </li>
      )) ?? Array.from({ length: SHOWN }, (_, row) => <li key={row} className="waiting-item" aria-hidden="true" />)}
    </ul>
  );
}
