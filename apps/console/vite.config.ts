import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { compressed } from "./compress.plugin.ts";
import { themeVariables } from "./theme.plugin.ts";

/** Where `pnpm --filter @roster/console dev` finds the server, which serves the API and the sessions. */
const server = process.env.ROSTER_URL ?? "http://127.0.0.1:4400";

export default defineConfig({
  plugins: [react(), themeVariables(), compressed()],
  resolve: { conditions: ["@roster/source", ...defaultClientConditions] },
  server: { proxy: { "/trpc": server, "/console": server } },
  build: { target: "es2023", modulePreload: { polyfill: false }, assetsInlineLimit: 0, sourcemap: false },
});
