import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const results = process.env.TEST_RESULTS;

const server = "apps/server/src";

/** Tests of one database, or of none. */
const notOnPostgres = [
  `${server}/{config,errors,test-directory,metadata.limits,metadata.patch,browser,durability}.test.ts`,
  `${server}/database/{sqlite,sqlite-file,group-commit,plans,statements}.test.ts`,
  `${server}/commands/{backup,keys,output,serve,start}.test.ts`,
  `${server}/writer/writer.test.ts`,
  `${server}/mail/{templates,smtp,smtp.slow,mail-folder}.test.ts`,
  `${server}/sms/sms.test.ts`,
  `${server}/passwords/sign-in.timing.test.ts`,
];

/** Tests that need PostgreSQL, some of them both databases. */
const onPostgresOnly = [
  `${server}/{database,testing}/postgres*.test.ts`,
  `${server}/{differential,linearizability,servers}.test.ts`,
  `${server}/commands/copy.test.ts`,
];

/** Tests that take half a minute on any machine. */
const waits = /\.(slow|timing)\.test\.ts$/;

/** Starts with the files that mostly wait, so that others run beside them. They are short, and would otherwise come last. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files); // oxlint-disable-line unicorn/no-array-sort -- it is not an array's
    const projects = [...new Set(sorted.map(({ project }) => project.name))]; // each worker stays with one
    const place = ({ project, moduleId }: TestSpecification) =>
      2 * projects.indexOf(project.name) + (waits.test(moduleId) ? 0 : 1);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve: { conditions: ["@roster/source"] },
  ssr: { resolve: { conditions: ["@roster/source"] } },
  test: {
    // For a test that hangs. A slow machine needs minutes for what takes seconds, and no test relies on an end in time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Test files share only modules, which take longer to load than most files take to run.
    isolate: false,
    sequence: { sequencer: WaitingFirst },
    setupFiles: [`${server}/testing/properties.ts`],
    expect: { poll: { timeout: 60_000, interval: 10 } },
    // Much of it is waiting for other processes.
    maxWorkers: availableParallelism() + 1,
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
    projects: [
      {
        extends: true,
        test: {
          name: "sqlite",
          include: ["{packages,apps}/*/src/**/*.test.ts", "{benchmark,docs/recipes}/src/**/*.test.ts"],
          exclude: onPostgresOnly,
          typecheck: {
            enabled: true,
            include: ["{packages,apps}/*/src/**/*.test-d.ts"],
            tsconfig: "tsconfig.json",
          },
          globalSetup: [`${server}/testing/template.ts`],
          env: { ROSTER_TEST_DATABASE: "sqlite" },
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          include: [`${server}/**/*.test.ts`],
          exclude: notOnPostgres,
          globalSetup: [`${server}/testing/postgres-template.ts`],
          env: { ROSTER_TEST_DATABASE: "postgres" },
        },
      },
    ],
  },
});
