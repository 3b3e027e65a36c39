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

test("by default the server listens on loopback, uses a file, and allows no foreign origins", () => {
  expect(readSettings({})).toEqual({
    host: "127.0.0.1",
    keepAliveSeconds: 75,
    allowPlainHttp: false,
    isDevelopment: false,
    port: 4400,
    databaseUrl: "file:data/roster.db",
    databaseCreate: true,
    databasePoolSize: 10,
    publicUrl: "http://127.0.0.1:4400",
    hasConsole: true,
    appName: "Roster",
    appUrl: undefined,
    redirectOrigins: [],
    corsOrigins: [],
    passwordMinLength: 8,
    passwordMaxLength: 256,
    rateLimitPerKey: 1000,
    rateLimitPublic: 60,
    trustedProxies: [],
    smtp: undefined,
    mailFrom: { name: "Roster", address: "no-reply@127.0.0.1" },
    mailSubjects: {
      invitation: "You are invited to {organization}",
      welcome: "Welcome to {app}",
      email_code: "Your code for {app}",
      password_reset: "Reset your password for {app}",
      password_changed: "Your password for {app} was changed",
    },
    mailFolder: "data/mail",
    smsWebhook: undefined,
    logLevel: "info",
  });
});

test("an empty variable counts as unset, and unknown variables are ignored", () => {
  const empty = Object.fromEntries(variableNames.map((name) => [name, ""]));
  expect(readSettings({ ...empty, PATH: "/bin", ROSTER_API_KEY: "x" })).toEqual(readSettings({}));
});

const harbour = (name: string) => ({ name, address: "no-reply@a.example" });

describe("a variable is read:", () => {
  test.for<[string, string, keyof ReturnType<typeof readSettings>, unknown]>([
    ["HOST", "0.0.0.0", "host", "0.0.0.0"],
    ["HOST", "0.0.0.0", "publicUrl", "http://127.0.0.1:4400"],
    ["HOST", "::1", "publicUrl", "http://[::1]:4400"],
    ["HOST", "[::1]", "publicUrl", "http://[::1]:4400"],
    ["HOST", "[::1]", "host", "::1"],
    ["HOST", "[::]", "publicUrl", "http://127.0.0.1:4400"],
    ["HOST", "fe80::1%eth0", "host", "fe80::1%eth0"],
    ["HOST", "fe80::1%eth0", "publicUrl", "http://[fe80::1]:4400"],
    ["HOST", "localhost", "publicUrl", "http://localhost:4400"],
    ["PORT", "0", "port", 0],
    ["PORT", "65535", "port", 65_535],
    ["PORT", "8080", "publicUrl", "http://127.0.0.1:8080"],
    ["DATABASE_URL", "file:/var/lib/roster.db", "databaseUrl", "file:/var/lib/roster.db"],
    ["DATABASE_URL", "postgres://db.example/roster", "databaseUrl", "postgres://db.example/roster"],
    ["DATABASE_URL", " file: data/users.db\n", "databaseUrl", "file:data/users.db"],
    ["DATABASE_URL", "POSTGRES://db.example/Roster", "databaseUrl", "postgres://db.example/Roster"],
    ["DATABASE_CREATE", "false", "databaseCreate", false],
    ...[
      "postgresql://ada:p%23s%2Fs@one.example:5432,[2001:db8::1]:5433/roster?sslmode=require",
      "postgres://ada:p@ss@db.example/roster",
      "postgres:///roster?host=/var/run/postgresql&user=ada",
      "postgres://%2Fvar%2Frun%2Fpostgresql/roster",
    ].map((url): [string, string, "databaseUrl", string] => ["DATABASE_URL", url, "databaseUrl", url]),
    ["DATABASE_POOL_SIZE", "50", "databasePoolSize", 50],
    ["PUBLIC_URL", "https://people.example", "publicUrl", "https://people.example"],
    ["PUBLIC_URL", "https://example.com/people//", "publicUrl", "https://example.com/people"],
    ["CONSOLE", "off", "hasConsole", false],
    ["APP_NAME", " Harbour ", "appName", "Harbour"],
    ["APP_URL", "https://app.example/start", "appUrl", "https://app.example/start"],
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
    ["RATE_LIMIT_PER_KEY", "1", "rateLimitPerKey", 1],
    ["RATE_LIMIT_PER_KEY", "1000000", "rateLimitPerKey", 1_000_000],
    ["RATE_LIMIT_PUBLIC", "5", "rateLimitPublic", 5],
    [
      "TRUSTED_PROXIES",
      "10.0.0.0/8, 2001:db8::/32,loopback",
      "trustedProxies",
      ["10.0.0.0/8", "2001:db8::/32", "loopback"],
    ],
    ["PUBLIC_URL", "https://people.example/app", "mailFrom", { name: "Roster", address: "no-reply@people.example" }],
    ["MAIL_FROM", "Ada@Example.com", "mailFrom", { name: "", address: "ada@example.com" }],
    ["MAIL_FROM", "Harbour, Inc. <no-reply@a.example>", "mailFrom", harbour("Harbour, Inc.")],
    ["MAIL_FROM", '"Harbour" <no-reply@a.example>', "mailFrom", harbour("Harbour")],
    ["MAIL_FOLDER", "/var/mail/roster", "mailFolder", "/var/mail/roster"],
    ["LOG_LEVEL", "silent", "logLevel", "silent"],
  ])("%s=%s", ([name, value, setting, read]) => {
    expect(readSettings({ [name]: value })[setting]).toEqual(read);
  });
});

describe("the address of a mail server is read:", () => {
  test.for([
    ["smtp://mail.example", { host: "mail.example", port: 587, secure: false }],
    ["smtps://mail.example/", { host: "mail.example", port: 465, secure: true }],
    ["smtp://[::1]:1025", { host: "::1", port: 1025, secure: false }],
    [
      "smtps://ada%40a.example:p%3Ass%2Fword@mail.example:2465",
      { host: "mail.example", port: 2465, secure: true, auth: { user: "ada@a.example", pass: "p:ss/word" } },
    ],
  ] as const)("%s", ([SMTP_URL, server]) => {
    expect(readSettings({ SMTP_URL, MAIL_FROM: "a@a.example", PUBLIC_URL: "https://a.example" }).smtp).toEqual(server);
  });
});

test("SMTP_URL requires MAIL_FROM and PUBLIC_URL, and a webhook requires its secret", () => {
  const url = "https://hooks.example/sms";
  const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
  expect(refused({ SMTP_URL: "smtp://mail.example" })).toMatch(
    /MAIL_FROM must be .*\n.*PUBLIC_URL must be set when SMTP_URL is$/,
  );
  expect(refused({ SMS_WEBHOOK_URL: url })).toMatch(/SMS_WEBHOOK_SECRET must be set when SMS_WEBHOOK_URL is$/);
  expect(refused({ SMS_WEBHOOK_SECRET: secret })).toMatch(/SMS_WEBHOOK_URL must be set when SMS_WEBHOOK_SECRET is$/);
  const { smsWebhook } = readSettings({ SMS_WEBHOOK_URL: url, SMS_WEBHOOK_SECRET: secret });
  expect(smsWebhook).toEqual({ url, secret });
});

test("a password or secret in a wrong value is not repeated", () => {
  for (const [name, value] of [
    ["SMTP_URL", "smtp://ada:hunter2@mail example"],
    ["SMTP_URL", "smtp://ada:hunter2@mail.example/path"],
    ["SMTP_URL", "smtp://ada:hunter2%@mail.example"],
    ["SMS_WEBHOOK_SECRET", "whsec_hunter2"],
    ["SMS_WEBHOOK_URL", "https://ada:hunter2@hooks.example"],
  ] as const) {
    expect(refused({ [name]: value })).not.toContain("hunter2");
  }
  for (const url of unreadable) expect(refused({ DATABASE_URL: url })).not.toContain("hunter");
});

/** Their passwords need an escape. Read otherwise, a part of them would be the host, and shown in messages. */
const unreadable = ["hunter#2", "hunter/2", "hunter?2", "2#hunter", "2/hunter", "2?hunter", "hunter%2", "%hunter"].map(
  (password) => `postgres://ada:${password}@db.example/roster`,
);

const wrong: [string, string[]][] = [
  [
    "HOST",
    [" ", "a b", "[::1", "[localhost]", "::g", "localhost:4400", "[::1]:4400", "http://localhost", "256.1.1.1", "a/b"],
  ],
  ["PORT", ["-1", "65536", "80.5", "0x50", " 80", "http", "99999999999999999999"]],
  [
    "DATABASE_URL",
    [
      "data/roster.db",
      "file:",
      "postgres://",
      "mysql://localhost/roster",
      ":memory:",
      "file:roster.db?mode=ro",
      "file::memory:",
      "file: ",
      ...unreadable,
    ],
  ],
  ["DATABASE_CREATE", ["no", "0", "FALSE"]],
  ["DATABASE_POOL_SIZE", ["1", "1001", "many"]],
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
  ["APP_URL", ["app.example", "ftp://app.example", "javascript:alert(1)"]],
  ["APP_NAME", ["   ", "x".repeat(101), "Harbour\r\nBcc: eve@evil.example"]],
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
  ["RATE_LIMIT_PER_KEY", ["0", "1000001", "many", "-1"]],
  ["RATE_LIMIT_PUBLIC", ["0", "1000001", "1.5"]],
  ["ALLOW_PLAIN_HTTP", ["yes", "1", "TRUE"]],
  ["CONSOLE", ["true", "ON"]],
  ["KEEP_ALIVE_SECONDS", ["0", "3601", "1.5"]],
  [
    "TRUSTED_PROXIES",
    ["*", "true", "proxy.example", "10.0.0.0/33", "0.0.0.0/0", "10.0.0.0/8;10.1.0.0/16", "10.0.0.1:80"],
  ],
  [
    "SMTP_URL",
    [
      "mail.example:587",
      "http://mail.example",
      "smtp://",
      "smtp://mail.example/inbox",
      "smtp://mail.example?tls.rejectUnauthorized=false",
      "smtp://mail.example#x",
      "smtp://%zz@mail.example",
      "smtp://mail.example:99999",
      "smtp://mail%20example",
    ],
  ],
  ["MAIL_FROM", ["nobody", "Ada <ada>", "a@a.example, b@b.example", "Ada <a@a.example>\r\nBcc: b@b.example", "Ada <>"]],
  ["MAIL_SUBJECT_INVITATION", ["   ", "a\nBcc: b@b.example", "x".repeat(201)]],
  ["MAIL_SUBJECT_WELCOME", ["   "]],
  ["MAIL_SUBJECT_CODE", ["   "]],
  ["MAIL_SUBJECT_PASSWORD_RESET", ["   "]],
  ["MAIL_SUBJECT_PASSWORD_CHANGED", ["   "]],
  ["MAIL_FOLDER", [" ", "a\0b"]],
  ["SMS_WEBHOOK_URL", ["hooks.example", "ftp://hooks.example", "https://u:p@hooks.example", "https://hooks.example#x"]],
  [
    "SMS_WEBHOOK_SECRET",
    [
      "whsec_",
      "whsec_!",
      Buffer.alloc(24).toString("base64"),
      `whsec_${Buffer.alloc(23).toString("base64")}`,
      `whsec_${Buffer.alloc(65).toString("base64")}`,
    ],
  ],
  ["LOG_LEVEL", ["loud", "INFO"]],
];

describe("an invalid value is refused with the name of its variable and what is allowed:", () => {
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

test("all invalid variables are named at once", () => {
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
    DATABASE_CREATE: String(defaults.databaseCreate),
    DATABASE_POOL_SIZE: String(defaults.databasePoolSize),
    PUBLIC_URL: "http://HOST:PORT",
    CONSOLE: defaults.hasConsole ? "on" : "off",
    APP_NAME: defaults.appName,
    APP_URL: "none",
    ALLOW_PLAIN_HTTP: String(defaults.allowPlainHttp),
    REDIRECT_ORIGINS: "none",
    CORS_ORIGINS: "none",
    PASSWORD_MIN_LENGTH: String(defaults.passwordMinLength),
    PASSWORD_MAX_LENGTH: String(defaults.passwordMaxLength),
    RATE_LIMIT_PER_KEY: String(defaults.rateLimitPerKey),
    RATE_LIMIT_PUBLIC: String(defaults.rateLimitPublic),
    TRUSTED_PROXIES: "none",
    KEEP_ALIVE_SECONDS: String(defaults.keepAliveSeconds),
    SMTP_URL: "none",
    MAIL_FROM: "APP_NAME <no-reply@host of PUBLIC_URL>",
    MAIL_SUBJECT_INVITATION: defaults.mailSubjects.invitation,
    MAIL_SUBJECT_WELCOME: defaults.mailSubjects.welcome,
    MAIL_SUBJECT_CODE: defaults.mailSubjects.email_code,
    MAIL_SUBJECT_PASSWORD_RESET: defaults.mailSubjects.password_reset,
    MAIL_SUBJECT_PASSWORD_CHANGED: defaults.mailSubjects.password_changed,
    MAIL_FOLDER: defaults.mailFolder,
    SMS_WEBHOOK_URL: "none",
    SMS_WEBHOOK_SECRET: "none",
    LOG_LEVEL: defaults.logLevel,
  });
});
