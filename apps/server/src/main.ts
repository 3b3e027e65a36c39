#!/usr/bin/env node
import "./node-version.ts";

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Beside the code, not in a temporary folder: a user who can write here can change the code anyway. If this process cannot
// write here, each start compiles anew.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));
const { run } = await import("./commands/program.ts");
await run();
