import { expect, test } from "vitest";
import { openTestRoster } from "../testing/roster.ts";

test.for([
  ["https://app.example", "https://app.example?token=T"],
  [
    "https://APP.example/a%20b?name=Ada%20L&x=a+b&flag&&q='~'#top?x",
    "https://APP.example/a%20b?name=Ada%20L&x=a+b&flag&&q='~'&token=T#top?x",
  ],
  ["https://app.example/?", "https://app.example/?token=T"],
  ["https://app.example/?token=mine&a=1&to%6Ben=2", "https://app.example/?a=1&token=T"],
  ["https://app.example\\@evil.example/", "https://app.example/@evil.example/?token=T"],
  ["https://app.example/größe", "https://app.example/gr%C3%B6%C3%9Fe?token=T"],
] as const)("a redirect URL comes back as it was given, with the token: %s", async ([redirect_url, link]) => {
  await using directory = await openTestRoster({ REDIRECT_ORIGINS: "https://app.example" });

  const { accept_url } = await directory.api.inviteUser({ email: "ada@example.com", redirect_url });

  expect(accept_url.replace(/token=[\w-]{20,}/, "token=T")).toBe(link);
});
