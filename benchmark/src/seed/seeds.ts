import { createHash } from "node:crypto";
import { constants, copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { Presets, SingleBar } from "cli-progress";
import { seedBetterAuth } from "./better-auth.ts";
import { seedRoster } from "./roster.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of seeded databases, kept between runs. */
export const dataFolder = join(here, "../../.data");

/** The sources of a seeded directory. When one changes, the directory is seeded anew. */
const sources = {
  roster: [
    "people.ts",
    "roster.ts",
    "../../../apps/server/src/{fold.ts,lists/search-text.ts,database/{search-index.ts,search-terms.ts,migrations/**/*.sql}}",
  ],
  "better-auth": ["people.ts", "better-auth.ts"],
};

const makers = { roster: seedRoster, "better-auth": seedBetterAuth };

export type Seeded = keyof typeof makers;

function hashOf(kind: Seeded) {
  const hash = createHash("sha256");
  for (const path of globSync(sources[kind], { cwd: here }).toSorted()) hash.update(readFileSync(join(here, path)));
  return hash.digest("hex").slice(0, 12);
}

/** The path of a seeded database, created if missing. It must not be written to. */
export async function seeded(kind: Seeded, users: number): Promise<string> {
  const path = join(dataFolder, `${kind}-${users}-${hashOf(kind)}.db`);
  if (existsSync(path)) return path;
  mkdirSync(dataFolder, { recursive: true });
  // An existing folder is from other sources, or incomplete.
  for (const old of globSync(`${kind}-${users}-*`, { cwd: dataFolder })) rmSync(join(dataFolder, old));
  const unfinished = `${path}.unfinished`;
  const bar = new SingleBar(
    { format: `  ${kind}: {value}/{total} users [{bar}] {eta_formatted} left` },
    Presets.legacy,
  );
  bar.start(users, 0);
  await makers[kind](unfinished, users, (done) => bar.update(done));
  bar.stop();
  const database = new Sqlite(unfinished);
  database.pragma("wal_checkpoint(truncate)"); // so that the file alone is the database
  database.close();
  renameSync(unfinished, path);
  return path;
}

/** A writable copy. */
export async function copyOf(kind: Seeded, users: number, folder: string, name = kind as string): Promise<string> {
  const copy = join(folder, `${name}-${users}.db`);
  copyFileSync(await seeded(kind, users), copy, constants.COPYFILE_FICLONE);
  return copy;
}
