import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCaller } from "@roster/client";
import { openRoster, readSettings } from "@roster/server";
import { expect, test } from "vitest";
import { seatsInProcess } from "./billing.ts";

test("a package of the same monorepo counts on the directory's own database", async () => {
  const folder = mkdtempSync(join(tmpdir(), "roster-recipe-"));
  const env = { DATABASE_URL: `file:${join(folder, "roster.db")}`, LOG_LEVEL: "silent" };
  const logged: string[] = [];
  const line = (...parts: unknown[]) => void logged.push(String(parts.at(-1)));
  {
    await using directory = await openRoster(readSettings(env));
    const roster = createCaller(directory, { name: "test", scopes: ["organizations:write"] });
    await roster.createOrganization({ name: "Acme" });
  }

  const counted = await seatsInProcess(env, { fatal: line, error: line, warn: line, info: line, debug: line });

  expect([...counted]).toEqual([["Acme", 0]]);
  expect(logged.length).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
});
