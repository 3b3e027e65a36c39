// A bare server: node:http and a prepared statement a request. No key, schemas, limits or log.
import Sqlite from "better-sqlite3";
import { databasePath, JSON_TYPE, listen } from "./listen.ts";
import { detailsStatement, newest, sqlite, toUser } from "./statements.ts";

const database = new Sqlite(databasePath(), { readonly: true });
const list = database.prepare<[], unknown[]>(newest).raw();
const details = database.prepare<[string], string>(detailsStatement(sqlite)).pluck();

listen((request, response) => {
  const url = request.url ?? "";
  const answer = url === "/users" ? JSON.stringify({ data: list.all().map(toUser) }) : details.get(url.slice(7));
  response.writeHead(answer === undefined ? 404 : 200, JSON_TYPE).end(answer);
});
