import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = import.meta.dirname;
const isSource = (path: string) => /(?<!\.test|\.test-d|\.examples)\.ts$/.test(path) && !path.startsWith("testing/");
const folderOf = (path: string) => path.split("/")[0] ?? "";

/** Pairs such as `database -> lists`, of all imports that leave their folder. Imports of types count. */
function importsBetweenFolders() {
  const pairs = new Set<string>();
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((one) => one.includes("/") && isSource(one))) {
    const text = readFileSync(join(root, path), "utf8");
    for (const [, specifier = ""] of text.matchAll(/\b(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const target = relative(root, resolve(root, dirname(path), specifier));
      if (target.includes("/") && folderOf(target) !== folderOf(path))
        pairs.add(`${folderOf(path)} -> ${folderOf(target)}`);
    }
  }
  return pairs;
}

test("two folders import each other in one direction, but for calls, which write the log, and audit, which answers calls", () => {
  const pairs = importsBetweenFolders();
  expect(pairs).toContain("users -> user-rows");
  const bothWays = [...pairs].filter((pair) => pairs.has(pair.split(" -> ").toReversed().join(" -> ")));
  expect(bothWays.toSorted()).toEqual(["audit -> calls", "calls -> audit"]);
});
