import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import {
  makeKey,
  openTestFolder,
  rosterCommand,
  runRoster,
  type ServedRoster,
  serveRoster,
} from "../testing/command.ts";
import { freePort } from "../testing/postgres-server.ts";

const calls = async ({ url }: Pick<ServedRoster, "url">, count: number) => {
  for (let call = 0; call < count; call++) expect((await fetch(`${url}/trpc/none`)).status).toBe(404);
};

test.for(["serve", "start"])("roster %s outlives the reader of its log, and ends at a signal", async (command) => {
  using place = openTestFolder();
  await makeKey(place.env);
  await using server = await serveRoster(place.env, { command: [...rosterCommand, command] });

  server.reader.destroy();
  await calls(server, 3);
  server.signal("SIGINT");

  expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
});

test("a reader that does not read its log holds up neither calls nor the end of a server", async () => {
  using place = openTestFolder();
  await using server = await serveRoster(place.env);

  server.reader.pause();
  await calls(server, 1500); // more than a pipe holds
  server.signal("SIGTERM");

  expect(await once(server.reader.resume(), "end").then(() => server.ended)).toMatchObject({ code: 0, stderr: "" });
});

test("a server whose log meets a full disk goes on, and ends at a signal", async () => {
  using place = openTestFolder();
  const full = openSync("/dev/full", "w");
  const port = await freePort();
  const [program, ...args] = rosterCommand;
  const env = { PATH: process.env.PATH, ...place.env, PORT: String(port) };
  const child = spawn(program, [...args, "serve"], { env, stdio: ["ignore", full, full] });
  closeSync(full);
  const ended = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;

  const isWell = () => fetch(`${url}/healthz`).then(({ ok }) => ok);
  await expect.poll(() => isWell().catch(() => false)).toBe(true);
  await calls({ url }, 3);
  child.kill("SIGTERM");

  expect(await ended).toEqual([0, null]);
});

test("a command whose answer cannot be printed ends with 1, without a stack", async () => {
  using place = openTestFolder();
  await makeKey(place.env);
  const [program, ...args] = rosterCommand;
  const full = openSync("/dev/full", "w");
  const env = { PATH: process.env.PATH, ...place.env };
  const child = spawn(program, [...args, "keys", "list"], { env, stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  let told = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (told += text));

  expect(await once(child, "close")).toEqual([1, null]);
  expect(told).toBe("");
  expect(await runRoster(["keys", "list"], place.env)).toMatchObject({ code: 0 });
});
