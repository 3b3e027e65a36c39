import { cpSync, rmSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { build, type Plugin } from "esbuild";

// Bundles the server into a few files: most of a start is finding, reading and compiling files, of which there would be a thousand.

const require = createRequire(import.meta.url);

/** An ESM `import` of a built-in module evaluates all its exports (fetch with node:http: 30 ms, 13 MB). This binds used ones only. */
const builtins: Plugin = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    // One per importing file, because a shared one would be a file of its own.
    onResolve({ filter: /./ }, ({ path, kind, importer }) =>
      kind === "import-statement" && isBuiltin(path)
        ? { path: `${path} for ${importer}`, namespace: "builtin", pluginData: path }
        : undefined,
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ pluginData: path }) => {
      const names = Object.keys(require(path)).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== "default");
      const exports = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => module.${name})();`);
      return { contents: [`const module = require("${path}");`, "export default module;", ...exports].join("\n") };
    });
  },
};

for (const made of ["dist", "node_modules/.cache/compiled"]) rmSync(made, { recursive: true, force: true });
await build({
  entryPoints: [
    "src/index.ts",
    "src/test-directory.ts",
    "src/main.ts",
    { in: "src/writer/thread.ts", out: "chunks/thread" },
    { in: "src/commands/vacuum.ts", out: "chunks/vacuum" },
  ],
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  conditions: ["@roster/source"],
  external: ["better-sqlite3", "@node-rs/argon2", "@faker-js/faker", "pino-pretty"], // native, or not installed in production
  plugins: [builtins],
  banner: { js: `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);` },
  minifyWhitespace: true, // a start reads a third less; names and lines stay for stack traces
  lineLimit: 120,
  sourcemap: true,
  legalComments: "linked",
  logLevel: "warning",
});
cpSync("src/database/migrations", "dist/chunks/migrations", { recursive: true }); // beside the chunk that reads them
