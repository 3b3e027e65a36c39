import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { root } from "./files.ts";

// Paths in documents start at the document's folder, the repository or the server's sources. A bare file name may be anywhere.

const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const isForeign = (name: string) => /(^|\/)(node_modules|dist|\.git|\.turbo)$/.test(name);
const paths = globSync("**/*", { cwd: fileURLToPath(root), exclude: isForeign });
const documents = paths.filter((path) => /^(docs\/.*|((packages\/)?[^/]+\/)?[A-Z]+)\.md$/.test(path));

/** Folders that a server or a benchmark makes, networks, addresses of pages, and a name that no file has. */
const isElsewhere = (path: string) => /^\.?data\/|\/node_modules\/|^[\d.]+\/\d+$|^PUBLIC_URL\/|^types\.ts$/.test(path);

/** Texts in backticks that look like a path: `folder/`, `folder/file.ts` or `file.ts`. */
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w.<*-][\w.<>*/-]*)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => path.includes("/") || /\.(ts|json|yaml|md|sql)$/.test(path))
    .filter((path) => !isElsewhere(path));

/** Stands for many names: `<database>`, `*`, `NNNN`, and the `x` of `x.table.ts`. */
function patternOf(path: string) {
  const source = path
    .replace(/\/$/, "")
    .replace(/[.+]/g, "\\$&")
    .replace(/<\w+>|\*/g, "[^/]+")
    .replace(/NNNN/g, "\\d{4}")
    .replace(/(^|\/)x(?=\\\.)/g, "$1[a-z-]+");
  return new RegExp(`^${path.includes("/") ? "" : "(.*/)?"}${source}$`);
}

const isThere = (path: string, document: string) => {
  const pattern = patternOf(path);
  const starts = [dirname(document), ".", "apps/server/src", "apps/console/src"].map((start) =>
    start === "." ? "" : `${start}/`,
  );
  return paths.some((one) => starts.some((start) => one.startsWith(start) && pattern.test(one.slice(start.length))));
};

test.for(documents)("every path that %s names is there", (document) => {
  expect(pathsIn(read(document)).filter((path) => !isThere(path, document))).toEqual([]);
});

test.for(documents)("every file that %s links to is there", (document) => {
  const targets = [...read(document).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = ""]) => target);
  const files = targets.filter((target) => !URL.canParse(target));
  expect(files.filter((file) => !paths.includes(normalize(join(dirname(document), file)).replace(/\/$/, "")))).toEqual(
    [],
  );
});

const { scripts, packageManager } = JSON.parse(read("package.json")) as {
  scripts: Record<string, string>;
  packageManager: string;
};

test.for(documents)("every command in %s is of this pnpm, and a script or pnpm's own", (document) => {
  const commands = [...read(document).matchAll(/npx (pnpm\S*) (-r|[\w:-]+)/g)].map(([, pnpm, name = ""]) => ({
    pnpm,
    name,
  }));
  const known = new Set([...Object.keys(scripts), "install", "exec", "-r"]);
  expect(commands.filter(({ pnpm, name }) => pnpm !== packageManager || !known.has(name))).toEqual([]);
});

test.for(documents)("every file of tests that %s runs by name is there", (document) => {
  const commands = read(document).matchAll(/vitest run((?: (?:-\S+|sqlite|postgres))*) ([a-z][\w./-]*)/g);
  const missing = [...commands].filter(
    ([, , name = ""]) => !paths.some((path) => path.endsWith(".test.ts") && path.includes(name)),
  );
  expect(missing.map(([command]) => command)).toEqual([]);
});

test("documents name many paths and commands, and those that are gone are found out", () => {
  expect(documents).toContain("AGENTS.md");
  expect(documents.length).toBeGreaterThan(20);
  expect(documents.flatMap((document) => pathsIn(read(document))).length).toBeGreaterThan(60);
  expect(isThere("database/migrations/<database>/NNNN-*.sql", "AGENTS.md")).toBe(true);
  expect(isThere("database/migrations/<database>/NNNN-*.ts", "AGENTS.md")).toBe(false);
  expect(isThere("x.examples.ts", "AGENTS.md")).toBe(true);
  expect(isThere("testing/samples.ts", "AGENTS.md")).toBe(false);
});
