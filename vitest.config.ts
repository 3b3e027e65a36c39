import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const results = process.env.TEST_RESULTS;

export default defineConfig({
  resolve: { conditions: ["@roster/source"] },
  ssr: { resolve: { conditions: ["@roster/source"] } },
  test: {
    include: ["{packages,apps}/*/src/**/*.test.ts"],
    typecheck: {
      enabled: true,
      include: ["{packages,apps}/*/src/**/*.test-d.ts"],
      tsconfig: "tsconfig.json",
    },
    globalSetup: ["apps/server/src/testing/template.ts"],
    testTimeout: 30_000,
    // Much of it is waiting for other processes.
    maxWorkers: availableParallelism() + 1,
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});
