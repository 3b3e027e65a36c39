import type { Input } from "@roster/contract";
import type { RunningSide } from "./bench.ts";
import type { Load, Target } from "./load.ts";
import type { Side } from "./processes.ts";
import { password } from "./seed/people.ts";

const JSON_TYPE = { "content-type": "application/json" };

const query = (procedure: string, input: unknown): Target => ({
  path: `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
});

const load = ({ url, pid }: Side, connections: number, targets: Target[]): Load => ({ url, pid, connections, targets });

const post = (side: RunningSide, connections: number, path: string, bodies: unknown[]): Load => ({
  ...load(
    side,
    connections,
    bodies.map((body) => ({ path, body: JSON.stringify(body) })),
  ),
  method: "POST",
  headers: { ...side.headers, ...JSON_TYPE },
});

const ofUser = (user_id: string) => query("fetchUserDetails", { user_id });

/** Requests to Roster. */
export const roster = {
  list: (side: RunningSide, connections: number, input?: Input<"fetchUsers">): Load => ({
    ...load(side, connections, [input ? query("fetchUsers", input) : { path: "/trpc/fetchUsers" }]),
    headers: side.headers,
  }),
  details: (side: RunningSide, connections: number, ids: string[]): Load => ({
    ...load(side, connections, ids.map(ofUser)),
    headers: side.headers,
  }),
  mixedReads: (side: RunningSide, connections: number, ids: string[]): Load => ({
    ...load(
      side,
      connections,
      ids.flatMap((id) => [ofUser(id), { path: "/trpc/fetchUsers" }]),
    ),
    headers: side.headers,
  }),
  update: (side: RunningSide, connections: number, ids: string[]) =>
    post(
      side,
      connections,
      "/trpc/updateUser",
      ids.map((user_id) => ({ user_id, first_name: "Renamed {n}" })),
    ),
  create: (side: RunningSide, connections: number) => post(side, connections, "/trpc/createUser", [newUser]),
  createWithPassword: (side: RunningSide, connections: number) =>
    post(side, connections, "/trpc/createUser", [{ ...newUser, password: newPassword }]),
  signIn: (side: RunningSide, connections: number, ids: string[]) =>
    post(
      side,
      connections,
      "/trpc/verifyPassword",
      ids.map((user_id) => ({ user_id, password })),
    ),
};

const newUser = { first_name: "Nova", last_name: "Newcomer", email_address: "nova.{n}@new.example" };
const newPassword = "plum-{n}-orchard";

/** Requests to the bare servers. */
export const bare = {
  list: (side: Side, connections: number) => load(side, connections, [{ path: "/users" }]),
  details: (side: Side, connections: number, ids: string[]) =>
    load(
      side,
      connections,
      ids.map((id) => ({ path: `/users/${id}` })),
    ),
  create: (side: Side, connections: number) => post({ ...side, headers: {} }, connections, "/users", [newUser]),
  signIn: (side: Side, connections: number) => post({ ...side, headers: {} }, connections, "/sign-in", [{}]),
};

/** Requests to the usual way of writing the stack. */
export const usual = {
  list: (side: Side, connections: number) => load(side, connections, [{ path: "/list" }]),
  details: (side: Side, connections: number, ids: string[]) =>
    load(
      side,
      connections,
      ids.map((user_id) => ({ path: `/details?input=${encodeURIComponent(JSON.stringify({ user_id }))}` })),
    ),
};

const adminPath = "/api/auth/admin";

/** Requests to Better Auth's admin plugin. */
export const betterAuth = {
  list: (side: RunningSide, connections: number): Load => ({
    ...load(side, connections, [{ path: `${adminPath}/list-users?limit=20&sortBy=createdAt&sortDirection=desc` }]),
    headers: side.headers,
  }),
  search: (side: RunningSide, connections: number, email: string): Load => ({
    ...load(side, connections, [
      { path: `${adminPath}/list-users?limit=20&searchField=email&searchValue=${encodeURIComponent(email)}` },
    ]),
    headers: side.headers,
  }),
  one: (side: RunningSide, connections: number, ids: string[]): Load => ({
    ...load(
      side,
      connections,
      ids.map((id) => ({ path: `${adminPath}/get-user?id=${id}` })),
    ),
    headers: side.headers,
  }),
  update: (side: RunningSide, connections: number, ids: string[]) =>
    post(
      side,
      connections,
      `${adminPath}/update-user`,
      ids.map((userId) => ({ userId, data: { name: "Renamed {n}" } })),
    ),
  create: (side: RunningSide, connections: number) => post(side, connections, `${adminPath}/create-user`, [peerUser]),
  createWithPassword: (side: RunningSide, connections: number) =>
    post(side, connections, `${adminPath}/create-user`, [{ ...peerUser, password: newPassword }]),
};

const peerUser = { name: "Nova Newcomer", email: "nova.{n}@new.example", role: "user" };
