import { Link, type LinkProps } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { purposeOf } from "../messages/words.ts";
import { useCan } from "../session/session.ts";
import { Time } from "../time/time.tsx";

const SHOWN = 5;

interface Item {
  id: string;
  words: string;
  beside: string | null;
  at: string;
}

/** What waits for somebody: messages that failed, the invitations that were made first, who is first on the waitlist. */
export function Waiting() {
  const can = useCan();
  const failed = useRead("fetchMessages", { state: "failed", per_page: SHOWN }, { enabled: can("messages:read") });
  const queued = useRead("fetchMessages", { state: "queued", per_page: SHOWN }, { enabled: can("messages:read") });
  const retried = queued.data?.data.filter(({ attempts }) => attempts > 0) ?? [];
  const undelivered = failed.data && [...failed.data.data, ...retried].slice(0, SHOWN);
  const invitations = useRead("fetchInvitedUsers", { per_page: SHOWN }, { enabled: can("invitations:read") });
  const waitlist = useRead("fetchWaitlist", { per_page: SHOWN }, { enabled: can("waitlist:read") });
  return (
    <div className="waiting">
      <List
        title="Messages that did not arrive"
        link={{ to: "/messages" }}
        none="Every message was delivered, or is on its way."
        items={undelivered?.map((message) => ({
          id: message.id,
          words: message.recipient,
          beside: message.last_error ?? purposeOf(message),
          at: message.created_at,
        }))}
      />
      <List
        title="Pending invitations"
        link={{ to: "/invitations" }}
        none="Nobody has an open invitation."
        items={invitations.data?.data.map(({ id, email, expires_at }) => ({
          id,
          words: email,
          beside: "Expires",
          at: expires_at,
        }))}
      />
      <List
        title="First on the waitlist"
        link={{ to: "/waitlist" }}
        none="Nobody waits."
        items={waitlist.data?.data.map(({ id, email, created_at }) => ({
          id,
          words: email,
          beside: "Joined",
          at: created_at,
        }))}
      />
    </div>
  );
}

function List({
  title,
  link,
  none,
  items,
}: {
  title: string;
  link: LinkProps;
  none: string;
  items: Item[] | undefined;
}) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <Link {...link} className="small">
          Show all<span className="hidden">: {title}</span>
        </Link>
      </div>
      {items?.length === 0 ? <p className="panel-empty">{none}</p> : null}
      <ul>
        {items?.map(({ id, words, beside, at }) => (
          <li key={id} className="waiting-item">
            <bdi className="cut">{words}</bdi>
            <span className="muted small cut">
              {beside} <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
