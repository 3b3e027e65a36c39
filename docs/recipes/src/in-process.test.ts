import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createCaller } from "@roster/client";
import { openRoster, readSettings } from "@roster/server";
import { expect, test } from "vitest";
import { seatsInProcess } from "./billing.ts";

const program = join(import.meta.dirname, "print-seats.ts");

/** A database file with one organization. */
async function openFile() {
  const folder = mkdtempSync(join(tmpdir(), "roster-recipe-"));
  const env = { DATABASE_URL: `file:${join(folder, "roster.db")}`, LOG_LEVEL: "silent" };
  await using directory = await openRoster(readSettings(env));
  const roster = createCaller(directory, { name: "test", scopes: ["organizations:write"] });
  await roster.createOrganization({ name: "Acme" });
  return { env, [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) };
}

test("a program of the monorepo runs on the sources, and prints what it has counted", async () => {
  await using directory = await openFile();

  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@roster/source", program], {
    env: { ...process.env, ...directory.env },
  });

  expect(stdout).toBe("Acme: 0\n");
});

test("a package of the same monorepo counts on the directory's own database", async () => {
  await using directory = await openFile();
  const logged: string[] = [];
  const line = (...parts: unknown[]) => void logged.push(String(parts.at(-1)));
  const counted = await seatsInProcess(directory.env, {
    fatal: line,
    error: line,
    warn: line,
    info: line,
    debug: line,
  });

  expect([...counted]).toEqual([["Acme", 0]]);
  expect(logged.length).toBeGreaterThan(0);
});
