#!/usr/bin/env node
import "./node-version.ts";

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Beside the code and not among temporary files: who can write there could change the code as well. Where this process
// cannot write, each start compiles anew.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));
const { run } = await import("./commands/program.ts");
await run();
