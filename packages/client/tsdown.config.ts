import { defineConfig } from "tsdown";

// The contract's types are bundled into the client's, so that the client installs alone. It needs none of the contract's code.
export default defineConfig({
  entry: "src/index.ts",
  platform: "neutral",
  target: "es2022",
  tsconfig: "tsconfig.build.json",
  dts: true,
  deps: { alwaysBundle: [/^@roster\//] },
});
