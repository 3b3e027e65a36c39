import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";

// These tests use the output of `pnpm build` that npm would publish, not the sources.

const run = promisify(execFile);
/** Which runs these tests: npm would leave `workspace:*` among the dependencies. */
const pnpm = process.env.npm_execpath ? [process.env.npm_execpath] : ["npx", "--yes", "pnpm@12.21.0"];
const client = dirname(dirname(fileURLToPath(import.meta.url)));
const attw = fileURLToPath(new URL("dist/index.js", import.meta.resolve("@arethetypeswrong/cli/package.json")));

/** Parts of the contract that a page may import alone. */
const subpaths = ["users", "emails", "identifiers", "phone-number", "errors", "events", "records", "inputs", "router"];

function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), "roster-package-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

async function pack(name: string, folder: string) {
  const [program = "", ...args] = pnpm;
  const { stdout } = await run(program, [...args, "pack", "--json", "--pack-destination", folder], {
    cwd: join(dirname(client), name),
  });
  const packed = JSON.parse(stdout) as { filename: string; files: { path: string }[] }; // pnpm's documented answer
  return { tarball: join(folder, basename(packed.filename)), files: packed.files.map(({ path }) => path) };
}

test.for(["contract", "client"])("the %s package resolves, with its types, as ESM", async (name) => {
  using folder = temporaryFolder();
  const { tarball } = await pack(name, folder.path);

  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer }, strict: true });
  expect(messages).toEqual([]);
  const entries = name === "contract" ? ["--entrypoints", ".", ...subpaths.map((path) => `./${path}`)] : [];
  await run(process.execPath, [attw, tarball, "--profile", "esm-only", ...entries]); // its failure names the problem
});

test.for(["contract", "client"])(
  "the %s package holds its built code and no tests, sources or server",
  async (name) => {
    using folder = temporaryFolder();
    const { files } = await pack(name, folder.path);

    expect(files).toContain("dist/index.js");
    expect(files).toContain("dist/index.d.ts");
    const others = files.filter((file) => !/^dist\/[a-z-]+\.(js|d\.ts|js\.map)$/.test(file));
    expect(["LICENSE", "README.md", "package.json"]).toEqual(expect.arrayContaining(others));
    const code = files
      .filter((file) => file.startsWith("dist/"))
      .map((file) => readFileSync(join(dirname(client), name, file), "utf8"));
    expect(code.filter((text) => /@roster\/server|from "(node:|kysely|better-sqlite3|vitest)/.test(text))).toEqual([]);
  },
);

/** Node in its oldest version of the package's `engines`, and the one that runs the tests. */
const nodes = [join(client, "../../node_modules/oldest-node/bin/node"), process.execPath] as const;

test("the oldest Node of the package's engines is the one that is tested", async () => {
  const { stdout } = await run(nodes[0], ["--version"]);

  const { engines } = JSON.parse(readFileSync(join(client, "package.json"), "utf8")) as { engines: { node: string } }; // our own file
  expect(stdout).toMatch(new RegExp(`^v${engines.node.replace(">=", "")}\\.0\\.0\\s`));
});

/** A project with the client, as npm installs its tarball, and the oldest TypeScript that it is for. */
async function installed() {
  const folder = temporaryFolder();
  const { tarball } = await pack("client", folder.path);
  writeFileSync(join(folder.path, "package.json"), JSON.stringify({ type: "module" }));
  await run("npm", ["install", "--no-audit", "--no-fund", tarball, "typescript@5.6.3"], { cwd: folder.path });
  return folder;
}

const project = { path: "", [Symbol.dispose]: () => undefined as void };
beforeAll(async () => void Object.assign(project, await installed()));
afterAll(() => project[Symbol.dispose]());

test("the client's tarball installs alone, and brings nothing but tRPC", async () => {
  const { stdout } = await run("npm", ["ls", "--all", "--json"], { cwd: project.path });

  const { dependencies } = JSON.parse(stdout) as { dependencies: Record<string, { dependencies: object }> }; // npm's documented answer
  expect(Object.keys(dependencies).toSorted()).toEqual(["@roster/client", "typescript"]);
  expect(Object.keys(dependencies["@roster/client"]?.dependencies ?? {})).toEqual(["@trpc/client", "@trpc/server"]);
});

test.for(nodes)("a timeout ends a call to a silent server, however much memory is collected: %s", async (node) => {
  const script = `import { createServer } from "node:http";
    import { createClient } from "@roster/client";
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = "http://127.0.0.1:" + server.address().port;
    setInterval(gc, 10);
    for (const batch of [false, true]) {
      const { error } = await createClient({ url, batch, timeout: 300 }).safe.createUser({ first_name: "Ada", last_name: "L" });
      console.log(error.code, error.message.endsWith("no answer within 300 ms"));
    }
    process.exit();`;

  const { stdout } = await run(node, ["--expose-gc", "--input-type=module", "-e", script], { cwd: client });

  expect(stdout.trim()).toBe("unreachable true\nunreachable true");
});

test.for([
  ["import", `import { createClient, createCaller, RosterError } from "@roster/client";`, nodes[0]],
  ["import", `import { createClient, createCaller, RosterError } from "@roster/client";`, nodes[1]],
  ["require", `const { createClient, createCaller, RosterError } = require("@roster/client");`, nodes[1]],
] as const)("the published client runs by %s: %s on %s", async ([way, line, node]) => {
  const script = `${line}
    createClient({ url: "http://127.0.0.1:1", retries: 0 }).safe.fetchUsers().then(({ error }) =>
      console.log(typeof createCaller, typeof RosterError, error.code));`;
  const type = way === "import" ? "module" : "commonjs";

  const { stdout } = await run(node, [`--input-type=${type}`, "-e", script], { cwd: project.path });

  expect(stdout.trim()).toBe("function function unreachable");
});

const consumer = `import { createClient, type RosterRouter, type User } from "@roster/client";
  const api = createClient({ url: "http://127.0.0.1:4400", apiKey: "key" });
  export const user: User = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const result = await api.safe.addEmail(user.id, "ada@example.com");
  export const taken: boolean = !result.ok && result.error.code === "email_taken";
  export type Router = RosterRouter;
  // @ts-expect-error no such field
  await api.createUser({ first_name: "Ada", last_name: "Lovelace", is_admin: true });
  // @ts-expect-error no such code for this procedure
  export const never: boolean = !result.ok && result.error.code === "phone_taken";`;

const oldest = { tsc: () => join(project.path, "node_modules/.bin/tsc"), skipLibCheck: true }; // tRPC's own types need 5.7
const newest = { tsc: () => join(client, "node_modules/.bin/tsc"), skipLibCheck: false };

test.for(
  [
    { module: "node16", moduleResolution: "node16" },
    { module: "nodenext", moduleResolution: "nodenext" },
    { module: "esnext", moduleResolution: "bundler" },
  ].flatMap((modules) => [
    { name: `5.6, ${modules.moduleResolution}`, modules, ...oldest },
    { name: `7.0, ${modules.moduleResolution}`, modules, ...newest },
  ]),
)("the published types infer for a strict consumer: TypeScript $name", async ({ modules, tsc, skipLibCheck }) => {
  const lib = ["es2022", "esnext.disposable", "dom"];
  const compilerOptions = { ...modules, target: "es2022", lib, strict: true, noEmit: true, types: [], skipLibCheck };
  const folder = mkdtempSync(join(project.path, "consumer-"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, "consumer.ts"), consumer);

  const { stdout } = await run(tsc(), ["-p", folder]).catch((failure: { stdout: string }) => failure);

  expect(stdout).toBe("");
});

test("the client's types name what functions take and answer, and need neither zod nor the contract", () => {
  const declared = readFileSync(join(client, "dist/index.d.ts"), "utf8");

  expect(declared).toContain("createUser(request: CreateUserRequest): Promise<User>;");
  expect(declared).toContain("fetchUsers(options?: ListUsersOptions): Promise<UserListResponse>;");
  expect(declared).toContain("updateUser(userId: string, request: UpdateUserRequest): Promise<User>;");
  expect(declared.match(/from "[^"]+"/g)).toEqual(['from "@trpc/server"']);
});

test.for([
  ["the catalogue of errors", `export { errorCatalogue } from "@roster/contract/errors"`, 3, "no zod"],
  ["the list of events", `export { events } from "@roster/contract/events"`, 3, "no zod"],
  ["one type", `export * from "@roster/contract/records"`, 0.1, "no zod"],
  ["the schema of an email address", `export { emailAddress } from "@roster/contract/identifiers"`, 26, "zod"],
  ["the schema of a user", `export { User } from "@roster/contract/users"`, 34, "zod"],
  ["the schema of a user, from the root", `export { User } from "@roster/contract"`, 34, "zod"],
] as const)("a page with %s loads neither phone numbers nor the whole contract", async ([, page, most, zod]) => {
  const { bytes, inputs } = await bundle(page);

  expect(inputs.filter((path) => path.includes("libphonenumber-js"))).toEqual([]);
  expect(inputs.some((path) => path.includes("node_modules/zod/"))).toBe(zod === "zod");
  expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(most * 1024);
});

/** The bundle of a page, and the files that contribute to it. */
async function bundle(page: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: page, resolveDir: client },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const [{ contents: bytes, text } = { contents: new Uint8Array(), text: "" }] = outputFiles;
  const inputs = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
  return { bytes, text, inputs };
}

test("in a browser the client weighs at most 8 KiB compressed, without zod and without Node", async () => {
  const { bytes, text, inputs } = await bundle(`export * from "@roster/client"`);

  const foreign = /node_modules\/(zod|libphonenumber-js)\/|@roster\/server|apps\//;
  expect(inputs.filter((path) => foreign.test(path))).toEqual([]);
  expect(inputs.some((path) => path.endsWith("client/dist/index.js"))).toBe(true);
  expect(text).not.toMatch(/["']node:|\brequire\(|\bprocess\.|\bBuffer\b/);
  expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(8 * 1024);
});
