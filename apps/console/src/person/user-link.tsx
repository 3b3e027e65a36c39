import { Link } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { useCan } from "../session/session.ts";
import { nameOf } from "./person.tsx";

/** A user by name, with the way to their page. */
export function UserLink({ id }: { id: string }) {
  const mayRead = useCan()("users:read");
  const found = useRead("fetchUsers", { ids: [id] }, { enabled: mayRead }).data;
  const user = found?.data[0];
  if (!mayRead) return <bdi>{id}</bdi>;
  if (found && !user) return <span className="muted">Deleted meanwhile</span>;
  return (
    <Link to="/users/$id/$tab" params={{ id, tab: "overview" }}>
      <bdi>{user ? nameOf(user) : "…"}</bdi>
    </Link>
  );
}
