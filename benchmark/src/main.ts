import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { Bench } from "./bench.ts";
import { groups } from "./measurements/measurements.ts";
import { sidesOf, tableOf } from "./report.ts";
import { settingsOf } from "./settings.ts";

const ALL_SIZES = [10_000, 100_000, 1_000_000];

const positive = (text: string) => {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
};
const sizes = (text: string) => text.split(",").map((size) => Math.max(200, Math.round(positive(size))));
const names = Object.keys(groups) as (keyof typeof groups)[]; // the keys of a constant
const chosen = (text: string) =>
  text.split(",").flatMap((asked) => {
    const found = names.filter((one) => one === asked || groups[one].goals.includes(Number(asked)));
    if (found.length === 0) throw new InvalidArgumentError(`They are: ${names.join(", ")}; or numbers of goals.`);
    return found;
  });

const program = new Command("bench")
  .description("Measures Roster beside bare servers, the usual stack and Better Auth, in one run.")
  .option("--users <sizes>", "sizes of the directory, separated by commas", sizes, [10_000, 100_000])
  .option("--full", "10,000, 100,000 and 1,000,000 users; the million takes half an hour to seed, once", false)
  .option("--only <groups>", `some groups or goals, separated by commas: ${names.join(", ")}`, chosen, names)
  .option("--seconds <seconds>", "how long each side is measured in each round", positive, 3)
  .option("--rounds <rounds>", "how often each side is measured", positive, 5)
  .option("--json <file>", "also writes everything to this file")
  .parse();
const { users, full, only, seconds, rounds, json } = program.opts<{
  users: number[];
  full: boolean;
  only: (keyof typeof groups)[];
  seconds: number;
  rounds: number;
  json?: string;
}>();

const options = { sizes: full ? ALL_SIZES : users.toSorted((a, b) => a - b), seconds, rounds };
const settings = settingsOf(options);
console.log(
  Object.entries(settings)
    .map(([name, value]) => `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n"),
);

await using bench = new Bench(options);
process.once("SIGINT", () => void bench.disposeAsync().finally(() => process.exit(130)));
for (const name of names.filter((one) => only.includes(one))) {
  console.log(`\n${name}: goal ${groups[name].goals.join(", ")}`);
  const before = bench.rows.length;
  try {
    await groups[name].measure(bench);
  } catch (error) {
    const note = `failed: ${error instanceof Error ? error.message : String(error)}`;
    for (const goal of groups[name].goals) bench.row({ goal, what: name, unit: "", note });
  }
  console.log(sidesOf(bench.rows.slice(before)));
}
console.log(`\n${tableOf(bench.rows)}`);
if (json) writeFileSync(json, `${JSON.stringify({ settings, rows: bench.rows }, undefined, 2)}\n`);
