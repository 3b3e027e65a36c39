import { betterAuth } from "better-auth";
import { admin } from "better-auth/plugins";
import type Sqlite from "better-sqlite3";

/** In its favour: a write-ahead log that waits for no disk, no limits, no telemetry, no log. */
export function createAuth(database: Sqlite.Database) {
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = normal");
  return betterAuth({
    database,
    baseURL: "http://127.0.0.1",
    secret: "a secret of the benchmark, which guards nothing",
    emailAndPassword: { enabled: true },
    plugins: [admin()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}
