import { describe, expect, test } from "vitest";
import { hasBrowser, openBrowser } from "../../testing/browser.ts";
import { type ListeningRoster, listen } from "../../testing/http.ts";

const join = ({ url }: ListeningRoster, fields: Record<string, string>, headers = {}) =>
  fetch(`${url}/join-waitlist`, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" });

const waiting = async ({ api }: ListeningRoster) => (await api.fetchWaitlist()).data;

test("the page to join the waitlist has a form, no script, and the policy of the pages behind mailed links", async () => {
  await using server = await listen({ APP_NAME: "Acme" });

  const answer = await fetch(`${server.url}/join-waitlist`);

  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(text).toContain("<h1>Join the waitlist</h1>");
  expect(text).toContain('autocomplete="email"');
  expect(text).not.toContain("<script");
  expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
});

test("who joins by the page is on the waitlist", async () => {
  await using server = await listen({ APP_URL: "https://app.example.com/" });

  const answer = await join(server, { email: "Ada@Example.com", first_name: "Ada", last_name: "" });

  expect([answer.status, answer.headers.get("location")]).toEqual([303, "?done"]);
  const done = await (await fetch(`${server.url}/join-waitlist?done`)).text();
  expect(done).toContain("Thank you");
  expect(done).toContain('href="https://app.example.com/"');
  expect(await waiting(server)).toMatchObject([{ email: "ada@example.com", first_name: "Ada", last_name: null }]);
  const [entry] = (await server.api.fetchAuditLog({ event: "waitlist.joined" })).data;
  expect(entry).toMatchObject({ actor: "anonymous" });
});

test("the answer is the same for an address that is new, on the waitlist, decided, invited or a user's", async () => {
  await using server = await listen();
  const { api } = server;
  await api.joinWaitlist({ email: "waiting@example.com" });
  await api.joinWaitlist({ email: "rejected@example.com" });
  const rejected = (await waiting(server)).find(({ email }) => email === "rejected@example.com");
  await api.rejectWaitlistUser(rejected?.id ?? "");
  await api.inviteUser({ email: "invited@example.com" });
  await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "user@example.com" });

  for (const who of ["new", "waiting", "rejected", "invited", "user"]) {
    const answer = await join(server, { email: `${who}@example.com` });
    const { "x-request-id": _, date: __, ...headers } = Object.fromEntries(answer.headers);
    expect([answer.status, await answer.text(), headers], who).toEqual([
      303,
      "",
      expect.objectContaining({ location: "?done", "cache-control": "no-store" }),
    ]);
  }
});

test.for([
  ["no address", { email: "" }, "email"],
  ["an address that is none", { email: "ada" }, "email"],
  ["a name of two lines", { email: "ada@example.com", first_name: "Ada\nLovelace" }, "first_name"],
] as const)("a form with %s is shown again, with what was typed and what is wrong", async ([, fields, wrong]) => {
  await using server = await listen();

  const answer = await join(server, { last_name: `"><b>L`, ...fields });

  expect(answer.status).toBe(400);
  const text = await answer.text();
  expect(text).toContain(`id="${wrong}-wrong"`);
  expect(text).toContain('value="&quot;&gt;&lt;b&gt;L"');
  expect(await waiting(server)).toEqual([]);
});

test("joins by the page count as those by the API: for the place and for the address", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "12" });
  const email = "ada@example.com";

  const answers = [];
  for (let time = 0; time < 13; time++) answers.push(await join(server, { email }));

  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(303), 429, 429, 429]);
  expect(Number(answers[10]?.headers.get("retry-after"))).toBeGreaterThan(3000); // an hour for the address
  expect(Number(answers[12]?.headers.get("retry-after"))).toBeLessThanOrEqual(60); // a minute for the place
  expect(await answers[10]?.text()).toContain("Too many tries");
  expect(await waiting(server)).toHaveLength(1);
});

test.for([
  [{ "sec-fetch-site": "cross-site" }, 403],
  [{ "sec-fetch-site": "same-site" }, 403],
  [{ origin: "https://evil.example" }, 403],
  [{ "sec-fetch-site": "same-origin", origin: "null" }, 303],
  [{ origin: "https://users.example.com" }, 303],
  [{ origin: "null" }, 303],
] as const)("a form of another website is refused: %j", async ([headers, status]) => {
  await using server = await listen({ PUBLIC_URL: "https://users.example.com" });

  const answer = await join(server, { email: "ada@example.com" }, headers);

  expect(answer.status).toBe(status);
  expect(await waiting(server)).toHaveLength(status === 303 ? 1 : 0);
});

describe.runIf(hasBrowser)("in a browser, by keyboard alone,", () => {
  test("somebody joins the waitlist", async () => {
    await using server = await listen();
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${server.url}/join-waitlist`);

    await page.keyboard.press("Tab");
    await page.keyboard.type("grace@example.com");
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "Thank you" }).waitFor();
    expect(await waiting(server)).toMatchObject([{ email: "grace@example.com" }]);
    await browser.close();
  });
});
