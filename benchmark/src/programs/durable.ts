// One durable transaction a request: a user, the address and an audit entry, in tables of its own with the usual indexes.
import { createHash, randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import Sqlite from "better-sqlite3";
import { databasePath, JSON_TYPE, listen } from "./listen.ts";

const database = new Sqlite(databasePath());
database.pragma("journal_mode = wal");
database.pragma("synchronous = full");
database.exec(`
  create table if not exists users (seq integer primary key, id text not null unique, first_name text not null,
    last_name text not null, email text not null, created_at text not null, updated_at text not null) strict;
  create table if not exists user_emails (id text primary key, user_id text not null references users (id),
    email text not null unique, is_verified integer not null, created_at text not null) strict;
  create index if not exists user_emails_by_user on user_emails (user_id);
  create table if not exists audit_entries (sequence integer primary key, id text not null unique, at text not null,
    action text not null, target_id text not null, hash text not null) strict;
  create index if not exists audit_entries_by_target on audit_entries (target_id);
`);
const insertUser = database.prepare(
  "insert into users (id, first_name, last_name, email, created_at, updated_at) values (?, ?, ?, ?, ?, ?)",
);
const insertEmail = database.prepare("insert into user_emails values (?, ?, ?, 1, ?)");
const lastHash = database.prepare<[], string>("select hash from audit_entries order by sequence desc limit 1").pluck();
const insertAudit = database.prepare(
  "insert into audit_entries (id, at, action, target_id, hash) values (?, ?, ?, ?, ?)",
);

interface NewUser {
  first_name: string;
  last_name: string;
  email_address: string;
}

const create = database.transaction(({ first_name, last_name, email_address: email }: NewUser) => {
  const [id, now, auditId] = [randomUUID(), new Date().toISOString(), randomUUID()];
  insertUser.run(id, first_name, last_name, email, now, now);
  insertEmail.run(randomUUID(), id, email, now);
  const hash = createHash("sha256").update(JSON.stringify([lastHash.get(), auditId, now, "create", id]));
  insertAudit.run(auditId, now, "create", id, hash.digest("hex"));
  return { id, first_name, last_name, email, created_at: now, updated_at: now };
});

listen((request, response) => {
  void text(request).then((body) =>
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(create.immediate(JSON.parse(body)))),
  );
});
