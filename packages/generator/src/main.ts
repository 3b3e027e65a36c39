import { writeFileSync } from "node:fs";
import { generate, root } from "./files.ts";

for (const [path, text] of await generate()) {
  writeFileSync(new URL(path, root), text);
  console.log(path);
}
