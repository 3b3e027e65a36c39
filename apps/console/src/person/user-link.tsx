import { Link } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { useCan } from "../session/session.ts";
import { nameOf } from "./person.tsx";

/** A user's name, for who may read users, and the id until it is there. */
export function UserName({ id }: { id: string }) {
  const mayRead = useCan()("users:read");
  const found = useRead("fetchUsers", { ids: [id] }, { enabled: mayRead }).data;
  const user = found?.data[0];
  if (found && !user) return <span className="muted">Deleted meanwhile</span>;
  return <bdi>{user ? nameOf(user) : id}</bdi>;
}

/** A user by name, with the way to their page. */
export const UserLink = ({ id }: { id: string }) => (
  <Link to="/users/$id/$tab" params={{ id, tab: "overview" }}>
    <UserName id={id} />
  </Link>
);
