import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

test("a process that has started a PostgreSQL ends with its own exit code, so that a failed test fails the run", async () => {
  const path = JSON.stringify(new URL("./postgres-template.ts", import.meta.url).href);
  const script = `const { startPostgres } = await import(${path});
    const postgres = await startPostgres();
    await postgres.stop();
    process.exitCode = 3;`;
  const node = spawn(process.execPath, ["--conditions=@roster/source", "--input-type=module", "--eval", script], {
    stdio: "inherit",
  });

  const [code] = await once(node, "exit");

  expect(code).toBe(3);
});
