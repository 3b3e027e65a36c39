import { randomBytes } from "node:crypto";
import { getMigrations } from "better-auth/db/migration";
import Sqlite from "better-sqlite3";
import { createAuth } from "../programs/better-auth.config.ts";
import { password, personAt } from "./people.ts";

const USERS_A_TRANSACTION = 10_000;
const origin = "http://127.0.0.1";
const admin = { name: "Admin", email: "admin@benchmark.example", password };

/** The same users in the peer's own tables, and an administrator. */
export async function seedBetterAuth(path: string, users: number, onUsers: (done: number) => void) {
  const database = new Sqlite(path);
  const auth = createAuth(database);
  await (await getMigrations(auth.options)).runMigrations();
  const { user } = await auth.api.signUpEmail({ body: admin });
  database.prepare("update user set role = 'admin' where id = ?").run(user.id);
  const insert = database.prepare(
    "insert into user (id, name, email, emailVerified, role, banned, createdAt, updatedAt) values (?, ?, ?, 1, 'user', 0, ?, ?)",
  );
  const start = Date.now() - 400 * 24 * 60 * 60 * 1000;
  for (let first = 0; first < users; first += USERS_A_TRANSACTION) {
    const end = Math.min(first + USERS_A_TRANSACTION, users);
    database.transaction(() => {
      for (let index = first; index < end; index++) {
        const { first_name, last_name, email } = personAt(index, users);
        const at = new Date(start + index * 5).toISOString();
        insert.run(randomBytes(24).toString("base64url"), `${first_name} ${last_name}`, email, at, at);
      }
    })();
    onUsers(end);
  }
  database.close();
}

/** Signs the administrator in, and answers the headers of each request. */
export async function signInAdmin(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  });
  const [cookie] = response.headers.getSetCookie();
  if (!response.ok || !cookie) throw new Error(`The administrator cannot sign in: ${await response.text()}`);
  return { cookie: cookie.split(";", 1)[0] ?? "", origin };
}
