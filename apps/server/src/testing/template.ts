import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../database/open.ts";
import { makeFolder } from "./folders.ts";

/** Migrates one database for the whole run. Each test copies the file. */
export default async function setup(project: TestProject) {
  const folder = makeFolder("roster-template-");
  const template = join(folder, "template.db");
  const database = await openDatabase(`file:${template}`);
  await database.migrate();
  await database.close();
  project.provide("template", template);
  return () => rmSync(folder, { recursive: true, force: true });
}
