import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = new URL("../dist/", import.meta.url);
const sizeOf = (path: string) => gzipSync(readFileSync(new URL(path, dist))).length;

/** The files that the page names, which every view loads. */
const first = [...readFileSync(new URL("index.html", dist), "utf8").matchAll(/(?:src|href)="\/([^"]+)"/g)].map(
  ([, path]) => path ?? "",
);
const assets = readdirSync(new URL("assets/", dist)).map((name) => `assets/${name}`);
const total = (paths: string[]) => paths.reduce((sum, path) => sum + sizeOf(path), 0);

test("the list of users loads at most 200 kB of script and 20 kB of styles, compressed", () => {
  expect(first.filter((path) => path.endsWith(".js"))).not.toEqual([]);
  expect(total(first.filter((path) => path.endsWith(".js")))).toBeLessThanOrEqual(200_000);
  expect(total(first.filter((path) => path.endsWith(".css")))).toBeLessThanOrEqual(20_000);
});

test("no part that is loaded later is larger than 115 kB, compressed", () => {
  const later = assets.filter((path) => path.endsWith(".js") && !first.includes(path));
  expect(later).not.toEqual([]);
  for (const path of later) expect(sizeOf(path), path).toBeLessThanOrEqual(115_000);
});

test("no schema is in the console's scripts: the server is the only validator", () => {
  const scripts = assets
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(new URL(path, dist), "utf8"));
  expect(scripts.filter((script) => /ZodError|invalid_union/.test(script))).toEqual([]);
});
