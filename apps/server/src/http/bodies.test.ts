import { gzipSync } from "node:zlib";
import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { exchange, expectFailure, listen, requestText } from "../testing/http.ts";
import { expectRefusal } from "../testing/roster.ts";

const body = JSON.stringify({ email: "ada@example.com" });
const post = "POST /trpc/joinWaitlist";
const json = { "content-type": "application/json" };

test.for([
  "text/plain",
  "text/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  "application/jsonp",
  "application/json, text/plain",
  "application/json; charset=utf-16",
  "application/json; charset=utf-8; boundary=x",
  "",
])("a body that does not say it is JSON is refused: %s", async (type) => {
  await using server = await listen();
  const before = await server.dump();

  for (const path of ["/trpc/joinWaitlist", "/trpc/joinWaitlist?batch=1"]) {
    const response = await server.request(path, { method: "POST", headers: { "content-type": type }, body });
    await expectFailure(response, 415, "unsupported_media_type");
  }

  expect(await server.dump()).toEqual(before);
});

test.for([
  "application/json",
  "APPLICATION/JSON",
  "application/json; charset=utf-8",
  'application/json;charset="UTF-8"',
])("JSON may be announced as RFC 8259 and RFC 9110 allow: %s", async (type) => {
  await using server = await listen();

  const response = await server.request("/trpc/joinWaitlist", {
    method: "POST",
    headers: { "content-type": type },
    body,
  });

  expect(await response.json()).toEqual({ result: {} });
});

test.for(["gzip", "deflate", "br", "identity, gzip"])("a compressed body is refused: %s", async (encoding) => {
  await using server = await listen();
  const before = await server.dump();
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, " "));

  const headers = { "content-encoding": encoding };
  const response = await server.request("/trpc/joinWaitlist", { method: "POST", headers, body: bomb });

  await expectFailure(response, 415, "unsupported_media_type");
  expect(await server.dump()).toEqual(before);
});

/** A valid JSON body of this number of bytes. */
const sized = (bytes: number) => `${body}${" ".repeat(bytes - body.length)}`;

test("a body of 256 KiB is read, and one byte more is refused", async () => {
  await using server = await listen();
  const send = (bytes: number) => server.request("/trpc/joinWaitlist", { method: "POST", body: sized(bytes) });

  expect((await send(limits.bodyBytes)).status).toBe(200);
  const before = await server.dump();
  await expectFailure(await send(limits.bodyBytes + 1), 413, "payload_too_large");
  expect(await server.dump()).toEqual(before);
});

test("a body whose announced length is too large is refused before any of it is sent", async () => {
  await using server = await listen();

  const length = { "content-length": String(limits.bodyBytes + 1) };
  const answer = await exchange(server.url, requestText(post, { ...json, ...length }));

  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"error_code":"payload_too_large"');
});

test("a body without an announced length is refused once it is too large, before its end", async () => {
  await using server = await listen();
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;

  const headers = requestText(post, { ...json, "transfer-encoding": "chunked" });
  const answer = await exchange(server.url, headers, chunk, chunk, chunk, chunk, "1\r\nx\r\n");

  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"error_code":"payload_too_large"');
});

test.for([300 * 1024, 8 * 1024 * 1024])("the client learns that its body of %i bytes is too large", async (bytes) => {
  await using server = await listen();
  const client = server.client();

  for (let round = 0; round < 10; round++) {
    const private_metadata = { text: "x".repeat(bytes) };
    await expectRefusal(
      client.createUser({ first_name: "Ada", last_name: "Lovelace", private_metadata }),
      "payload_too_large",
    );
  }
  await client.fetchUsers();
});

test.for(["", "?batch=1"])("a POST without a body is answered as one with an empty body%s", async (query) => {
  await using server = await listen();
  const before = await server.dump();

  const answer = await exchange(server.url, requestText(`${post}${query}`, json));

  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"error_code":"invalid_input"');
  expect(await server.dump()).toEqual(before);
});

const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

test.for([
  ["nothing", ""],
  ["an open brace", "{"],
  ["a BOM", `\ufeff${body}`],
  ["two documents", `${body}${body}`],
  ["a comment", `${body} // ok`],
  ["single quotes", "{'email':'ada@example.com'}"],
  ["NaN", '{"email":NaN}'],
  ["null", "null"],
  ["a number", "1e400"],
  ["a string", '"ada@example.com"'],
  ["a list", `[${body}]`],
  ["a lone surrogate", '{"email":"ada@example.com","first_name":"\\ud800"}'],
  ["NUL", '{"email":"ada@example.com","first_name":"a\\u0000b"}'],
  ["__proto__", '{"email":"ada@example.com","__proto__":{"first_name":"x"}}'],
  ["constructor", '{"email":"ada@example.com","constructor":{"prototype":{"x":1}}}'],
  ["a field in another case", '{"Email":"ada@example.com"}'],
  ["100,000 levels of lists", deep("[", "]", 100_000)],
  ["20,000 levels of objects", deep('{"a":', "}", 20_000).replace("}", "1}")],
  ["100,000 levels in metadata", `{"email":"ada@example.com","metadata":{"a":${deep("[", "]", 100_000)}}}`],
  ["100,000 levels in an address", `{"email":${deep("[", "]", 100_000)}}`],
] as [string, string][])("a body that is not what the contract says is refused: %s", async ([, text]) => {
  await using server = await listen();
  const before = await server.dump();

  const response = await server.request("/trpc/joinWaitlist", { method: "POST", body: text });

  const { data } = await expectFailure(response, 400, "invalid_input");
  expect(data.field_errors).not.toHaveLength(0);
  expect(await server.dump()).toEqual(before);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test("bytes that are no UTF-8 are refused", async () => {
  await using server = await listen();
  const before = await server.dump();

  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    const text = Buffer.concat([
      Buffer.from('{"email":"ada@example.com","first_name":"'),
      Buffer.from(bytes),
      Buffer.from('"}'),
    ]);
    const response = await server.request("/trpc/joinWaitlist", { method: "POST", body: text });
    await expectFailure(response, 400, "invalid_input");
  }

  expect(await server.dump()).toEqual(before);
});

const length = `content-length: ${body.length}`;

test.for([
  [
    "both a length and chunks",
    `${length}\r\ntransfer-encoding: chunked`,
    `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ],
  ["two lengths", `${length}\r\ncontent-length: 0`, body],
  ["a length that is no number", "content-length: 1e1", body],
  ["a negative length", "content-length: -1", body],
  ["a chunk size that is no number", "transfer-encoding: chunked", `zz\r\n${body}\r\n0\r\n\r\n`],
  ["an unknown transfer coding", "transfer-encoding: chunked, identity", body],
  ["a header folded over two lines", `x-folded: a\r\n b\r\n${length}`, body],
  ["a line feed in a header's name", `x\n-y: a\r\n${length}`, body],
] as [string, string, string][])(
  "an ambiguous request is refused and its connection closed: %s",
  async ([, extra, sent]) => {
    await using server = await listen();
    const before = await server.dump();

    const text = requestText(post, { ...json, connection: "keep-alive" }).replace("\r\n\r\n", `\r\n${extra}\r\n\r\n`);
    const answer = await exchange(server.url, `${text}${sent}`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(await server.dump()).toEqual(before);
  },
);
