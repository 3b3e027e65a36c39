// One transaction a request on PostgreSQL: begin, a user, the address and an audit entry by named statements, commit; in tables of its own.
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import pg from "pg";
import { JSON_TYPE, listen } from "./listen.ts";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) });
await pool.query(`
  create table users (id text primary key, first_name text, last_name text, email text, metadata text, created_at text);
  create table emails (id text primary key, user_id text references users, email text unique, is_verified integer);
  create table audit_entries (seq bigint generated always as identity primary key,
    at text, actor text, action text, target_id text, changes text);
`);
const insertUser = { name: "user", text: "insert into users values ($1, $2, $3, $4, '{}', $5)" };
const insertEmail = { name: "email", text: "insert into emails values ($1, $2, $3, 1)" };
const insertAudit = {
  name: "audit",
  text: "insert into audit_entries (at, actor, action, target_id, changes) values ($1, 'key', 'create', $2, '[]')",
};

interface NewUser {
  first_name: string;
  last_name: string;
  email_address: string;
}

async function create({ first_name, last_name, email_address: email }: NewUser) {
  const [id, now] = [randomUUID(), new Date().toISOString()];
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query({ ...insertUser, values: [id, first_name, last_name, email, now] });
    await client.query({ ...insertEmail, values: [randomUUID(), id, email] });
    await client.query({ ...insertAudit, values: [now, id] });
    await client.query("commit");
  } finally {
    client.release();
  }
  return { id, first_name, last_name, email, created_at: now };
}

listen((request, response) => {
  text(request)
    .then((body) => create(JSON.parse(body)))
    .then(
      (user) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(user)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
});
