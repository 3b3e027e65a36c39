import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSettings, variableNames } from "./config.ts";

const readme = () => readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

/** The message with which an environment is refused. */
function refused(env: Record<string, string>): string {
  try {
    readSettings(env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error(`${JSON.stringify(env)} was not refused`);
}

test("without any variable the server listens to its own machine, on a file, with nobody else's origins", () => {
  expect(readSettings({})).toEqual({
    host: "127.0.0.1",
    port: 4400,
    databaseUrl: "file:data/roster.db",
    publicUrl: "http://127.0.0.1:4400",
    appName: "Roster",
    redirectOrigins: [],
    corsOrigins: [],
    passwordMinLength: 8,
    passwordMaxLength: 256,
    logLevel: "info",
  });
});

test("a variable that is set to nothing is as one that is not set, and others are no matter", () => {
  const empty = Object.fromEntries(variableNames.map((name) => [name, ""]));
  expect(readSettings({ ...empty, PATH: "/bin", ROSTER_API_KEY: "x" })).toEqual(readSettings({}));
});

describe("a variable is read:", () => {
  test.for<[string, string, keyof ReturnType<typeof readSettings>, unknown]>([
    ["HOST", "0.0.0.0", "host", "0.0.0.0"],
    ["HOST", "0.0.0.0", "publicUrl", "http://0.0.0.0:4400"],
    ["HOST", "::1", "publicUrl", "http://[::1]:4400"],
    ["PORT", "0", "port", 0],
    ["PORT", "65535", "port", 65_535],
    ["PORT", "8080", "publicUrl", "http://127.0.0.1:8080"],
    ["DATABASE_URL", "file:/var/lib/roster.db", "databaseUrl", "file:/var/lib/roster.db"],
    ["PUBLIC_URL", "https://people.example", "publicUrl", "https://people.example"],
    ["PUBLIC_URL", "https://example.com/people//", "publicUrl", "https://example.com/people"],
    ["APP_NAME", " Harbour ", "appName", "Harbour"],
    [
      "REDIRECT_ORIGINS",
      "https://a.example, http://localhost:3000,",
      "redirectOrigins",
      ["https://a.example", "http://localhost:3000"],
    ],
    ["CORS_ORIGINS", "https://a.example", "corsOrigins", ["https://a.example"]],
    ["PASSWORD_MIN_LENGTH", "8", "passwordMinLength", 8],
    ["PASSWORD_MIN_LENGTH", "64", "passwordMinLength", 64],
    ["PASSWORD_MAX_LENGTH", "64", "passwordMaxLength", 64],
    ["PASSWORD_MAX_LENGTH", "256", "passwordMaxLength", 256],
    ["LOG_LEVEL", "silent", "logLevel", "silent"],
  ])("%s=%s", ([name, value, setting, read]) => {
    expect(readSettings({ [name]: value })[setting]).toEqual(read);
  });
});

const wrong: [string, string[]][] = [
  ["HOST", [" ", "a b"]],
  ["PORT", ["-1", "65536", "80.5", "0x50", " 80", "http", "99999999999999999999"]],
  ["DATABASE_URL", ["data/roster.db", "file:", "postgres://localhost/roster", ":memory:"]],
  [
    "PUBLIC_URL",
    [
      "people.example",
      "ftp://people.example",
      "https://people.example/?a=b",
      "https://people.example/#x",
      "https://u:p@people.example",
    ],
  ],
  ["APP_NAME", ["   ", "x".repeat(101)]],
  [
    "REDIRECT_ORIGINS",
    [
      "*",
      "null",
      "app.example",
      "https://*.example",
      "https://a.example/",
      "https://a.example/path",
      "ftp://a.example",
      "https://a.example,b",
    ],
  ],
  [
    "CORS_ORIGINS",
    ["*", "null", "https://a.example/", "https://A.example", "https://a.example:443", "https://u@a.example"],
  ],
  ["PASSWORD_MIN_LENGTH", ["7", "65", "eight", "8.5"]],
  ["PASSWORD_MAX_LENGTH", ["63", "257", "-64"]],
  ["LOG_LEVEL", ["loud", "INFO"]],
];

describe("a wrong value is refused by the name of its variable, and with what is right:", () => {
  test.for(wrong.flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    "%s=%s",
    ([name, value]) => {
      const [title, ...lines] = refused({ [name]: value }).split("\n");
      expect(title).toBe("The configuration is not valid:");
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line).toMatch(new RegExp(`^  ${name} must be|^  ${name} must not be`));
    },
  );

  test("there is such a value for every variable", () => {
    expect(wrong.map(([name]) => name).toSorted()).toEqual(variableNames.toSorted());
  });
});

test("all that is wrong is said at once", () => {
  const message = refused({
    PORT: "http",
    PUBLIC_URL: "people",
    LOG_LEVEL: "loud",
    REDIRECT_ORIGINS: "*",
    HOST: "0.0.0.0",
  });
  const named = message
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(" ")[0]);
  expect(new Set(named)).toEqual(new Set(["LOG_LEVEL", "PORT", "PUBLIC_URL", "REDIRECT_ORIGINS"]));
});

test("README's table has every variable that is read, and no other, with its default", () => {
  const rows = [...readme().matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)].map(([, name, value]) => [name, value]);
  expect(new Set(rows.map(([name]) => name))).toEqual(new Set(variableNames));

  const defaults = readSettings({});
  const told = Object.fromEntries(rows.map(([name, value]) => [name, value?.replaceAll("`", "")]));
  expect(told).toEqual({
    HOST: defaults.host,
    PORT: String(defaults.port),
    DATABASE_URL: defaults.databaseUrl,
    PUBLIC_URL: "http://HOST:PORT",
    APP_NAME: defaults.appName,
    REDIRECT_ORIGINS: "none",
    CORS_ORIGINS: "none",
    PASSWORD_MIN_LENGTH: String(defaults.passwordMinLength),
    PASSWORD_MAX_LENGTH: String(defaults.passwordMaxLength),
    LOG_LEVEL: defaults.logLevel,
  });
});
