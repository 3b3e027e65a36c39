import { describe, expect, test } from "vitest";
import { listen } from "../testing/http.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const env = {
  PUBLIC_URL: "https://people.example",
  REDIRECT_ORIGINS: "https://app.example.com, http://localhost:3000",
};

describe("a link leads to a listed origin, keeps what the address carries, and carries one token:", () => {
  test.for([
    ["https://app.example.com", "https://app.example.com?token="],
    ["https://app.example.com/join?from=mail#top", "https://app.example.com/join?from=mail&token="],
    ["https://APP.example.com:443/join", "https://APP.example.com:443/join?token="],
    ["http://localhost:3000/join", "http://localhost:3000/join?token="],
    ["https://people.example/welcome", "https://people.example/welcome?token="],
    ["https://app.example.com/?token=mine&token=yours", "https://app.example.com/?token="],
    ["https://app.example.com\\@evil.example/", "https://app.example.com/@evil.example/?token="],
  ])("%s", async ([redirect_url = "", start = ""]) => {
    await using directory = await openTestRoster(env);
    const { accept_url } = await directory.api.inviteUser({ email: "grace@example.com", redirect_url });
    expect(accept_url.startsWith(start)).toBe(true);
    expect(new URL(accept_url).searchParams.getAll("token")).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  });
});

describe("no link leads anywhere else:", () => {
  test.for([
    ["another host", "https://evil.example/", "redirect_url_not_allowed"],
    ["a host below a listed one", "https://good.app.example.com/", "redirect_url_not_allowed"],
    ["a host that a listed one begins", "https://app.example.com.evil.tld/", "redirect_url_not_allowed"],
    ["a host that a listed one ends", "https://evilapp.example.com/", "redirect_url_not_allowed"],
    ["a listed host as the user of another", "https://app.example.com@evil.example/", "redirect_url_not_allowed"],
    ["a listed host with a user", "https://app.example.com:pw@evil.example/", "redirect_url_not_allowed"],
    ["another port", "https://app.example.com:8443/", "redirect_url_not_allowed"],
    ["http in place of https", "http://app.example.com/", "redirect_url_not_allowed"],
    ["a host with a final dot", "https://app.example.com./", "redirect_url_not_allowed"],
    ["a look-alike in another script", "https://аpp.example.com/", "redirect_url_not_allowed"],
    ["three slashes", "http:///evil.example/", "redirect_url_not_allowed"],
    ["no scheme", "//evil.example/", "invalid_input"],
    ["no slashes", "https:evil.example", "invalid_input"],
    ["backslashes", "\\\\evil.example", "invalid_input"],
    ["backslashes after a scheme", "https:\\\\evil.example", "invalid_input"],
    ["a script", "javascript:alert(1)//https://app.example.com", "invalid_input"],
    ["a script in disguise", "JavaScript://app.example.com/%0aalert(1)", "invalid_input"],
    ["data", "data:text/html,<script>alert(1)</script>", "invalid_input"],
    ["a file", "file:///etc/passwd", "invalid_input"],
    ["a path", "/join", "invalid_input"],
    ["a line break", "https://app.example.com/\nevil", "invalid_input"],
    ["nothing", "", "invalid_input"],
    ["too much", `https://app.example.com/${"x".repeat(2048)}`, "invalid_input"],
  ] as const)("%s", async ([, redirect_url, code]) => {
    await using directory = await openTestRoster(env);
    const call = () => directory.api.inviteUser({ email: "grace@example.com", redirect_url });
    await expectRefusedUnchanged(directory, call, code);
  });
});

test("links are built from PUBLIC_URL, whatever host a request names", async () => {
  await using directory = await listen({ PUBLIC_URL: "https://people.example/roster/" });
  const headers = {
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example;proto=http",
    "x-original-url": "https://evil.example/",
    "x-host": "evil.example",
    origin: "https://evil.example",
    referer: "https://evil.example/",
  };
  const body = JSON.stringify({ email: "grace@example.com" });
  const response = await directory.request("/trpc/inviteUser", { method: "POST", headers, body });

  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    result: {
      data: { accept_url: expect.stringMatching(/^https:\/\/people\.example\/roster\/accept-invitation\?token=/) },
    },
  });
  expect(text).not.toContain("evil.example");
});

test("a server that listens on an IPv6 address alone can build links", async () => {
  await using directory = await openTestRoster({ HOST: "::1", REDIRECT_ORIGINS: "https://app.example.com" });
  const { api } = directory;
  const { accept_url } = await api.inviteUser({ email: "grace@example.com" });
  expect(accept_url).toContain("http://[::1]:4400/accept-invitation?token=");
  await api.inviteUser({ email: "alan@example.com", redirect_url: "https://app.example.com/join" });
});
