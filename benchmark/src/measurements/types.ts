import { execFile, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { contract } from "@roster/contract";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { Bench } from "../bench.ts";
import { end } from "../processes.ts";
import { atMost, spreadOf } from "../rows.ts";

const run = promisify(execFile);
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
const tsc = join(typescript, "bin/tsc");

/** A project that calls every function of the client, in each of its ways, on the published types. */
function makeConsumer(folder: string) {
  const calls = Object.keys(contract).map(
    (name) => `
export async function try_${name}(...input: Parameters<typeof roster.${name}>) {
  const result = await roster.safe.${name}(...input);
  if (!result.ok) return result.error.code;
  return [result.data, await roster.${name}(...input)] as const;
}`,
  );
  const file = join(folder, "consumer.ts");
  const compilerOptions = {
    strict: true,
    target: "es2024",
    module: "nodenext",
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  writeFileSync(
    file,
    `import { createClient } from "@roster/client";\n\nexport const roster = createClient({ url: "http://127.0.0.1:4400" });\n${calls.join("\n")}\n`,
  );
  return file;
}

/** Goal 14: the type check of a consumer's project, and completion in its editor. */
export async function measureTypes(bench: Bench) {
  const folder = join(bench.folder, "consumer");
  const file = makeConsumer(folder);
  const seconds: number[] = [];
  for (let round = 0; round <= bench.options.rounds; round++) {
    const started = performance.now();
    await run(process.execPath, [tsc, "-p", folder]);
    if (round > 0) seconds.push((performance.now() - started) / 1000);
  }
  const row = { goal: 14, what: "type check of a project that calls every function" };
  bench.row({ ...row, unit: "s", measured: spreadOf(seconds), bound: atMost(2) });

  const { first, later } = await completions(file, bench.options.rounds * 2);
  const sides = { "the first, with loading the project": first };
  const what = "completion of `roster.` after a keystroke";
  bench.row({ goal: 14, what, unit: "ms", measured: spreadOf(later), bound: atMost(100), sides });
}

/** Milliseconds until the language server has answered completions after `roster.`, typed at the end of a file. */
async function completions(file: string, rounds: number) {
  const child = spawn(process.execPath, [tsc, "--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest(() => null); // the server asks for settings and registers capabilities
  connection.listen();
  try {
    const rootUri = pathToFileURL(dirname(file)).href;
    const uri = pathToFileURL(file).href;
    const text = readFileSync(file, "utf8");
    await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities: {} });
    await connection.sendNotification("initialized", {});
    const textDocument = { uri, languageId: "typescript", version: 1, text };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
    const lines = text.split("\n").length;
    const taken: number[] = [];
    for (let version = 2; version < rounds + 3; version++) {
      const typed = `${"\n".repeat(version)}roster.`;
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text: text + typed }],
      });
      const started = performance.now();
      const position = { line: lines - 1 + version, character: "roster.".length };
      const answer = await connection.sendRequest("textDocument/completion", { textDocument: { uri }, position });
      taken.push(performance.now() - started);
      if (!JSON.stringify(answer).includes('"fetchUserDetails"')) throw new Error("The functions were not completed.");
    }
    const [first = Number.NaN, ...later] = taken;
    return { first, later };
  } finally {
    connection.dispose();
    await end(child);
  }
}
