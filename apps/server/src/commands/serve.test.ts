import { once } from "node:events";
import { existsSync, truncateSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@roster/client";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, runRoster, type ServedRoster, serveRoster } from "../testing/command.ts";
import { openTestDatabase } from "../testing/database.ts";
import { exchange, requestText } from "../testing/http.ts";
import { startLoad } from "../testing/load.ts";
import { expectKept, expectSound } from "../testing/soundness.ts";

test("roster serve starts with an empty directory", async () => {
  using place = openTestFolder();
  await using server = await serveRoster(place.env);
  const api = createClient({ url: server.url, apiKey: await makeKey(place.env) });

  expect((await api.fetchUsers()).data).toEqual([]);
  expect((await api.fetchApiKeys()).data).toHaveLength(1);
});

test.for([
  [{ PORT: "http" }, ["PORT must be"]],
  [{ PORT: "70000" }, ["PORT must be"]],
  [{ DATABASE_URL: "mysql://localhost/roster" }, ["DATABASE_URL must be"]],
  [{ PUBLIC_URL: "roster.example" }, ["PUBLIC_URL must be"]],
  [{ PUBLIC_URL: "http://roster.example" }, ["PUBLIC_URL must be https"]],
  [{ HOST: "192.0.2.1" }, ["PUBLIC_URL must be https"]],
  [
    { REDIRECT_ORIGINS: "http://localhost:3000,http://app.example" },
    ["REDIRECT_ORIGINS must be https (it is http://app.example)"],
  ],
  [
    { SMS_WEBHOOK_URL: "http://sms.example/secret", SMS_WEBHOOK_SECRET: `whsec_${"A".repeat(32)}` },
    ["SMS_WEBHOOK_URL must be https (it is http://sms.example)"],
  ],
  [{ MAIL_FOLDER: "" }, ["SMTP_URL must be set", "MAIL_FOLDER"]],
  [{ REDIRECT_ORIGINS: "https://app.example/path" }, ["REDIRECT_ORIGINS must be"]],
  [{ CORS_ORIGINS: "*", LOG_LEVEL: "loud" }, ["CORS_ORIGINS must be", "LOG_LEVEL"]],
] as const)("with the settings %j the server says what is wrong and ends with 1", async ([env, told]) => {
  using place = openTestFolder();

  const { code, stdout, stderr } = await runRoster(["serve"], { ...place.env, ...env });

  expect(code).toBe(1);
  expect(stdout).toBe("");
  for (const message of told) expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at "); // no stack
  expect(existsSync(place.database)).toBe(false);
});

test("a server that may not listen at its address says so and ends with 1", async () => {
  using place = openTestFolder();

  const { code, stderr } = await runRoster(["serve"], { ...place.env, HOST: "192.0.2.1", ALLOW_PLAIN_HTTP: "true" });

  expect(code).toBe(1);
  expect(stderr).toMatch(/^HOST 192\.0\.2\.1 cannot be listened on: /);
});

test.for(["serve", "start"])("when the port is in use, roster %s says so and ends with 1", async (command) => {
  using place = openTestFolder();
  await using server = await serveRoster(place.env);
  await makeKey(place.env); // so that start makes no sample data
  const { port } = new URL(server.url);

  const { code, stderr } = await runRoster([command], { ...place.env, PORT: port });

  expect(code).toBe(1);
  expect(stderr.trim()).toBe(`PORT ${port} is in use. Choose another with PORT=…`);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

/** A request without its last byte. */
async function openRequest(server: ServedRoster, key: string) {
  const { hostname, port } = new URL(server.url);
  const body = JSON.stringify({ first_name: "Ada", last_name: "Lovelace" });
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  let said = "";
  socket.on("data", (text: string) => (said += text)).on("error", () => undefined);
  const answer = once(socket, "close").then(() => said.replace(CONTINUE, ""));
  const head = ["POST /trpc/createUser HTTP/1.1", `host: ${hostname}`, `authorization: Bearer ${key}`];
  const about = ["content-type: application/json", `content-length: ${body.length}`, "expect: 100-continue"];
  socket.write(`${[...head, ...about].join("\r\n")}\r\n\r\n`);
  await until(() => said === CONTINUE); // the server has begun with it
  socket.write(body.slice(0, -1));
  return { answer, finish: () => socket.write(body.slice(-1)) };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(5);
};

test("on SIGTERM the requests under way are finished, no new ones are taken, and the exit code is 0", async () => {
  using place = openTestFolder();
  const key = await makeKey(place.env);
  await using server = await serveRoster(place.env);
  const api = createClient({ url: server.url, apiKey: key });
  const counter = await api.createUser({ first_name: "Counter", last_name: "Load", username: "counter" });
  const organization = await api.createOrganization({ name: "Load" });
  const shared = { counterId: counter.id, organizationId: organization.id };
  const request = await openRequest(server, key);
  const load = startLoad(api, { ...shared, name: "load", lanes: 8 });
  await using database = openTestDatabase(place.env.DATABASE_URL);
  await expect.poll(() => database.query("select 1 from audit_entries limit 1 offset 50")).toHaveLength(1);

  server.signal("SIGTERM");
  const ledger = await load.ended; // when the server stops answering
  await until(() => server.output.stdout.includes('"stopping"'));
  expect(await exchange(server.url, requestText("GET /healthz")), "on a new connection").toBe("");
  request.finish();

  expect(await request.answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(`${place.database}-wal`), "a log that is not folded back into the file").toBe(false);
  expect(
    Object.keys(ledger.refusals).filter((code) => !/taken|mismatch|already|unreachable|unavailable/.test(code)),
  ).toEqual([]);
  expect(ledger.calls).toBeGreaterThan(20);
  await expectKept(place.env.DATABASE_URL, [ledger], counter.id);
  await expectSound(place.env.DATABASE_URL);
});

test("a second SIGTERM ends the server at once", async () => {
  using place = openTestFolder();
  const key = await makeKey(place.env);
  await using server = await serveRoster(place.env);
  const request = await openRequest(server, key);

  server.signal("SIGTERM");
  await until(() => server.output.stdout.includes('"stopping"'));
  server.signal("SIGTERM");

  expect(await server.ended).toMatchObject({ code: 1 });
  expect(await request.answer).not.toContain("200 OK");
});

test.for(["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP"] as const)(
  "a fault of the machine (%s) ends the server at once, by its signal",
  async (signal) => {
    using place = openTestFolder();
    await using server = await serveRoster(place.env);

    server.signal(signal);

    expect(await server.ended).toMatchObject({ code: null, signal });
  },
);

test("a log's index that is cut short under a server ends it by a signal", async ({ skip }) => {
  skip(process.platform !== "linux", "the signal of other systems differs");
  using place = openTestFolder();
  const api = { key: await makeKey(place.env) };
  await using server = await serveRoster(place.env);
  await createClient({ url: server.url, apiKey: api.key }).fetchUsers();

  truncateSync(`${place.database}-shm`, 0);
  await createClient({ url: server.url, apiKey: api.key, retries: 0 }).safe.fetchUsers();

  expect(await server.ended).toMatchObject({ code: null, signal: "SIGBUS" });
});
