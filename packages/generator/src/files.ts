import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { functionsFile } from "./client-functions.ts";
import { argumentsFile, inputsFile, recordsFile, signaturesFile } from "./contract-types.ts";
import { documentationFile } from "./documentation.ts";
import { recipePages } from "./recipes.ts";

export const root = new URL("../../../", import.meta.url);

const sources = {
  "packages/contract/src/records.ts": recordsFile,
  "packages/contract/src/inputs.ts": inputsFile,
  "packages/contract/src/signatures.ts": signaturesFile,
  "packages/contract/src/arguments.ts": argumentsFile,
  "packages/client/src/functions.ts": functionsFile,
};

/** Every generated file: its path from the root, and its text. */
export async function generate(): Promise<[path: string, text: string][]> {
  const formatted = Object.entries(sources).map(
    async ([path, write]) => [path, await format(path, write())] satisfies [string, string],
  );
  return [...(await Promise.all(formatted)), ["docs/api.md", documentationFile()], ...recipePages(root)];
}

/** The text as `pnpm format` leaves it. */
function format(path: string, text: string): Promise<string> {
  const biome = fileURLToPath(new URL("node_modules/.bin/biome", root));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(
    biome,
    ["check", "--write", `--stdin-file-path=${path}`],
    { cwd: fileURLToPath(root) },
    (error, stdout) => (error ? reject(error) : resolve(stdout)),
  );
  child.stdin?.end(text);
  return promise;
}
