import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { hasBrowser, openBrowser } from "../../testing/browser.ts";
import { linkToken, listenBuilt } from "../../testing/console.ts";

interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  credentials?: "include";
  mode?: "no-cors";
}

/** Sends a request from a page, and answers its status. */
const send = (page: Page, url: string, init: Init) =>
  page.evaluate(
    ([address, options]) =>
      fetch(address, options).then(
        ({ status }) => status,
        () => "refused by the browser",
      ),
    [url, init] as const,
  );

const json = { "content-type": "application/json", "x-roster-console": "1" };

test.runIf(hasBrowser)(
  "in a browser the console's page is signed in, no script of it sees the cookie, and no other website can use it",
  async () => {
    await using server = await listenBuilt();
    await using browser = await openBrowser();
    const page = await browser.newPage();
    const organization = { method: "POST", body: JSON.stringify({ name: "Lab" }) };
    const call = `${server.url}/trpc/createOrganization`;

    await page.goto(`${server.url}/sign-in`);
    const signIn = { method: "POST", headers: json, body: JSON.stringify({ token: await linkToken(server) }) };
    expect(await send(page, "/console/session", signIn)).toBe(200);
    expect(await send(page, "/trpc/fetchUsers", { headers: json })).toBe(200);
    expect(await send(page, call, { ...organization, headers: json })).toBe(200);
    expect(await page.evaluate("document.cookie")).toBe("");
    const before = await server.dump();

    await page.route("**/website", (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>Website</title>" }),
    );
    for (const website of ["http://127.0.0.1:4999/website", "http://localhost:4999/website"]) {
      await page.goto(website); // the same site, and another one
      const withCookies = { ...organization, credentials: "include" } as const;
      expect(await send(page, call, { ...withCookies, headers: json })).toBe("refused by the browser");
      await send(page, call, { ...withCookies, mode: "no-cors" }); // arrives, and its answer is hidden
      const read = { headers: json, credentials: "include" } as const;
      expect(await send(page, `${server.url}/console/session`, read)).toBe("refused by the browser");
      await page.setContent(
        `<form method="post" enctype="text/plain" action="${call}"><input name='{"name":"' value='Lab"}'><button>Go</button></form>`,
      );
      await page.getByRole("button").click();
      await page.getByText("unsupported_media_type").waitFor();
    }
    expect(await server.dump()).toEqual(before);

    await page.goto(`${server.url}/users`); // as by a link from elsewhere: the page needs no cookie
    expect(await send(page, "/console/session", { method: "DELETE", headers: json })).toBe(204);
    expect(await send(page, "/trpc/fetchUsers", { headers: json })).toBe(401);
    expect(await page.context().cookies()).toEqual([]);
  },
);
