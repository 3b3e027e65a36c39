import type { AuditEntry, Input } from "@roster/client";
import type { Scope } from "@roster/contract/scopes";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import type { ListName, RowOf } from "../table/list.ts";
import "./audit.css";

type Target = Pick<AuditEntry, "target_type" | "target_id">;

/** What is known of a record: its name and place, that it is asked for, that it is gone, or nothing, as without the scope. */
type Known = { name: string; to: LinkProps } | "asked" | "gone" | undefined;

export type Names = (target: Target) => Known;

/** Reads the records of one kind that entries are about, in one call, and tells each by its id. */
function useKind<P extends ListName>(
  procedure: P,
  scope: Scope,
  ids: readonly string[],
  input: Input<P>,
  words: (row: RowOf<P>) => { name: string; to: LinkProps },
) {
  const mayRead = useCan()(scope);
  const { data, isPending, isError } = useRead(procedure, input, { enabled: mayRead && ids.length > 0 });
  const rows = new Map(data?.data.map((row) => [row.id, row] as const));
  return (id: string): Known => {
    const row = rows.get(id);
    if (row) return words(row);
    return !mayRead || isError ? undefined : isPending ? "asked" : "gone";
  };
}

/** Names the records that entries are about: those of a page by one call for each kind, where the session may read them. */
export function useNames(entries: readonly Target[]): Names {
  const about = Map.groupBy(entries, ({ target_type }) => target_type);
  const idsOf = (kind: Target["target_type"]) =>
    [...new Set(about.get(kind)?.map(({ target_id }) => target_id))].toSorted();
  const users = idsOf("user");
  const keys = idsOf("api_key");
  const names: Partial<Record<Target["target_type"], (id: string) => Known>> = {
    user: useKind("fetchUsers", "users:read", users, { ids: users, per_page: MOST }, (user) => ({
      name: nameOf(user),
      to: { to: "/users/$id/$tab", params: { id: user.id, tab: "overview" } },
    })),
    api_key: useKind("fetchApiKeys", "api_keys:manage", keys, { per_page: MOST }, ({ id, name }) => ({
      name,
      to: { to: "/audit", search: { actor: id } },
    })),
  };
  return ({ target_type, target_id }) => names[target_type]?.(target_id);
}

/** As many as an answer may have. */
const MOST = 100;

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

/** Who made a change. Whoever signed in to the console by its link is the console. */
export const ActorName = ({ of: { actor, actor_name } }: { of: Pick<AuditEntry, "actor" | "actor_name"> }) => (
  <bdi title={actor}>{actor === "console" ? "Console" : actor_name}</bdi>
);
