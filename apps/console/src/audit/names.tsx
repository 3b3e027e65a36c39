import type { AuditEntry, Input } from "@roster/client";
import type { Scope } from "@roster/contract/scopes";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { purposeOf } from "../messages/words.ts";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { type ListName, ROWS, type RowOf } from "../table/list.ts";
import "./audit.css";

type Target = Pick<AuditEntry, "target_type" | "target_id">;

interface Named {
  name: string;
  to: LinkProps;
}

/** The state of a name: found, with a link; being read; gone with its record; or undefined, where the session may not read it. */
type Known = Named | "asked" | "gone" | undefined;

export type Names = (target: Target) => Known;

/** Reads the records of one kind by their ids in one call, and tells each. */
function useKind<P extends ListName>(
  procedure: P,
  scope: Scope,
  { ids, ...filters }: { ids: string[]; status?: "all" },
  named: (row: RowOf<P>) => Named,
) {
  const mayRead = useCan()(scope);
  const input = { ids, ...filters, per_page: ROWS } as Input<P>; // every list takes the ids of its records
  const { data, isPending, isError } = useRead(procedure, input, { enabled: mayRead && ids.length > 0 });
  const rows = new Map(data?.data.map((row) => [row.id, row] as const));
  return (id: string): Known => {
    const row = rows.get(id);
    if (row) return named(row);
    return !mayRead || isError ? undefined : isPending ? "asked" : "gone";
  };
}

/** Names the records that entries are about: those of a page by one call for each kind, where the session may read them. */
export function useNames(entries: readonly Target[]): Names {
  const about = Map.groupBy(entries, ({ target_type }) => target_type);
  const of = (kind: Target["target_type"]) => ({
    ids: [...new Set(about.get(kind)?.map(({ target_id }) => target_id))].toSorted(),
  });
  const names: Record<Target["target_type"], (id: string) => Known> = {
    user: useKind("fetchUsers", "users:read", of("user"), (user) => ({
      name: nameOf(user),
      to: { to: "/users/$id/$tab", params: { id: user.id, tab: "overview" } },
    })),
    organization: useKind("fetchOrganizations", "organizations:read", of("organization"), ({ id, name }) => ({
      name,
      to: { to: "/organizations/$id/$tab", params: { id, tab: "members" } },
    })),
    workspace: useKind("fetchWorkspaces", "organizations:read", of("workspace"), ({ id, name, organization_id }) => ({
      name,
      to: { to: "/organizations/$id/workspaces/$workspace", params: { id: organization_id, workspace: id } },
    })),
    invitation: useKind(
      "fetchInvitedUsers",
      "invitations:read",
      { ...of("invitation"), status: "all" },
      ({ id, email }) => ({ name: email, to: { to: "/invitations", search: { dialog: "invitation", of: id } } }),
    ),
    waitlist_user: useKind(
      "fetchWaitlist",
      "waitlist:read",
      { ...of("waitlist_user"), status: "all" },
      ({ id, email, status }) => ({
        name: email,
        to: {
          to: "/waitlist",
          search: { dialog: "entry", of: id, ...(status !== "pending" && { state: status }) },
        },
      }),
    ),
    message: useKind("fetchMessages", "messages:read", of("message"), (message) => ({
      name: `${purposeOf(message)} to ${message.recipient}`,
      to: { to: "/messages", search: { dialog: "message", of: message.id } },
    })),
    api_key: useKind("fetchApiKeys", "api_keys:manage", of("api_key"), ({ id, name }) => ({
      name,
      to: { to: "/keys", search: { dialog: "key", of: id } },
    })),
  };
  return ({ target_type, target_id }) => names[target_type](target_id);
}

/** The kind of an id, and the end of it, which tells it from another one. */
const shortOf = (id: string) => id.replace(/^([a-z]+_).*(.{6})$/, "$1…$2");

/** A record by its name, with the way to it. Its id is in the tooltip; it stands in place of the name of a record that is gone. */
export function TargetName({ of: { target_type, target_id }, names }: { of: Target; names: Names }) {
  const known = names({ target_type, target_id });
  if (known === "asked") return <span className="skeleton name-skeleton" />;
  if (known === undefined || known === "gone") {
    return (
      <span className="muted" title={target_id}>
        <span className="mono">{shortOf(target_id)}</span>
        {known === "gone" ? " deleted" : null}
      </span>
    );
  }
  return (
    <Link {...known.to} title={target_id}>
      <bdi>{known.name}</bdi>
    </Link>
  );
}

/** The caller of a change, by name. A session that was opened by a link is called "Console". */
export const ActorName = ({ of: { actor, actor_name } }: { of: Pick<AuditEntry, "actor" | "actor_name"> }) => (
  <bdi title={actor}>{actor === "console" ? "Console" : actor_name}</bdi>
);
