// The bare server on PostgreSQL: node:http and a named prepared statement of `pg` a request.
import pg from "pg";
import { JSON_TYPE, listen } from "./listen.ts";
import { detailsStatement, newest, postgres, toUser } from "./statements.ts";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) });
const detailsText = detailsStatement(postgres);

async function answer(url: string) {
  if (url === "/users") {
    const { rows } = await pool.query<unknown[]>({ name: "list", text: newest, rowMode: "array" });
    return JSON.stringify({ data: rows.map(toUser) });
  }
  const { rows } = await pool.query({ name: "details", text: detailsText, values: [url.slice(7)] });
  return rows[0] && JSON.stringify(rows[0].details);
}

listen((request, response) => {
  answer(request.url ?? "").then(
    (text) => response.writeHead(text === undefined ? 404 : 200, JSON_TYPE).end(text),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
