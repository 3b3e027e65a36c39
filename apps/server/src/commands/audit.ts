import { chainBreak, type Head } from "../audit/verify.ts";
import { openDatabase, shownUrl } from "../database/open.ts";
import { showProgress } from "./progress.ts";

/** Reads `sequence:hash`, as an earlier run printed it. */
export function parseHead(text: string): Head {
  const [, sequence, hash = ""] = /^(\d+):([0-9a-f]{64}|)$/.exec(text.trim()) ?? [];
  if (sequence === undefined) throw new Error("--head must be sequence:hash, as an earlier run has printed it.");
  return { sequence: Number(sequence), hash };
}

/** Verifies the audit log from its first entry to its last, and answers its head. Throws for the first entry that is wrong. */
export async function verifyAuditLog(databaseUrl: string, known: Head | undefined) {
  const database = await openDatabase(databaseUrl, 2, { access: "read" });
  try {
    await database.migrate();
    return await database.snapshot(
      async (db) => {
        const bar = showProgress(0, { after: "{value} entries" });
        const result = await chainBreak(db, known, (entries) => bar.increment(entries)).finally(() => bar.stop());
        if ("broken" in result)
          throw new Error(`The audit log of ${shownUrl(databaseUrl)} is not whole: ${result.broken}`);
        return result;
      },
      { isPatient: true },
    );
  } finally {
    await database.close();
  }
}
