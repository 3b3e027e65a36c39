import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@roster/source"] },
  ssr: { resolve: { conditions: ["@roster/source"] } },
  test: {
    include: ["{packages,apps}/*/src/**/*.test.ts"],
    typecheck: {
      enabled: true,
      include: ["packages/client/src/**/*.test-d.ts"],
      tsconfig: "packages/client/tsconfig.json",
    },
    globalSetup: ["apps/server/src/testing/template.ts"],
    testTimeout: 30_000,
  },
});
