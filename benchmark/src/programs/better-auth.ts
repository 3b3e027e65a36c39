// Better Auth with its admin plugin, over Kysely on better-sqlite3.
import { toNodeHandler } from "better-auth/node";
import Sqlite from "better-sqlite3";
import { createAuth } from "./better-auth.config.ts";
import { databasePath, listen } from "./listen.ts";

listen(toNodeHandler(createAuth(new Sqlite(databasePath()))));
