import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate, root } from "./files.ts";

const files = await generate();

test.for(files)("%s is as it is generated; if not, run `npx pnpm@12.21.0 generate`", ([path, text]) => {
  expect(readFileSync(new URL(path, root), "utf8")).toBe(text);
});
