import { connect } from "node:net";
import { type ClientOptions, createClient, type RosterClient } from "@roster/client";
import { type ErrorCode, type ErrorData, scopes } from "@roster/contract";
import { expect } from "vitest";
import { listenOnFreePort } from "../test-directory.ts";
import { openTestRoster, type TestRoster } from "./roster.ts";

export interface ListeningRoster extends TestRoster {
  /** Its URL, such as http://127.0.0.1:40123. */
  url: string;
  /** A key with all scopes. */
  key: string;
  /** The published client, by default with that key. */
  client(options?: Partial<ClientOptions>): RosterClient;
  /** Sends a request to the API with that key and a JSON body. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Starts the shutdown of a SIGTERM. */
  drain(): Promise<void>;
}

/** A directory for one test, served on a free port. */
export const listen = async (env: Record<string, string> = {}, builtConsole?: string) =>
  listenOn(await openTestRoster(env), builtConsole);

/** Serves an existing directory. */
export async function listenOn(directory: TestRoster, builtConsole?: string): Promise<ListeningRoster> {
  const { key } = await directory.api.createApiKey({ name: "test", scopes: [...scopes] });
  const server = await listenOnFreePort(directory.roster, builtConsole);
  const { url, drain } = server;
  await createClient({ url, apiKey: key }).fetchUsers();
  const lastUse = async () => (await directory.api.fetchApiKeys()).data[0]?.last_used_at;
  await expect.poll(lastUse).not.toBeNull(); // stored in the background, so wait for it before the test looks
  return {
    ...directory,
    url,
    key,
    drain,
    client: (options) => createClient({ url, apiKey: key, ...options }),
    request: (path, { headers, ...init } = {}) =>
      fetch(url + path, {
        ...init,
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          ...Object.fromEntries(new Headers(headers)),
        },
      }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

export interface WireFailure {
  message: string;
  data: ErrorData;
}

/** Expects a refusal with its status, in the API's shape, and answers it. */
export async function expectFailure(response: Response, status: number, code: ErrorCode): Promise<WireFailure> {
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  const { error } = JSON.parse(text) as { error: WireFailure }; // checked in the next line
  expect(error).toMatchObject({ message: expect.any(String), data: { error_code: code } });
  expect(error.data.request_id).toBe(response.headers.get("x-request-id"));
  return error;
}

/** Sends raw bytes, part by part, and answers everything until the server closes. */
export async function exchange(url: string, ...parts: (string | Promise<string>)[]): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
  for (const part of parts) socket.write(await part);
  await closed;
  return Buffer.concat(chunks).toString();
}

/** The text of a request, for `exchange`. */
export const requestText = (line: string, headers: Record<string, string> = {}, body = "") =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ host: "roster.test", connection: "close", ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    "",
    body,
  ].join("\r\n");
