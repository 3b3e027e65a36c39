// The bare list, beside sign-ins that hash as many passwords at once as come.
import { text } from "node:stream/consumers";
import { hash, verify } from "@node-rs/argon2";
import Sqlite from "better-sqlite3";
import { databasePath, JSON_TYPE, listen } from "./listen.ts";
import { newest, toUser } from "./statements.ts";

const list = new Sqlite(databasePath(), { readonly: true }).prepare<[], unknown[]>(newest).raw();
const stored = await hash("a password", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

listen((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ data: list.all().map(toUser) }));
    return;
  }
  void text(request)
    .then(() => verify(stored, "a password"))
    .then((isRight) => response.writeHead(isRight ? 200 : 401, JSON_TYPE).end("{}"));
});
