import { type BrowserContext, chromium } from "playwright-core";
import type { Bench } from "../bench.ts";
import { atMost, short, spreadOf } from "../rows.ts";

/** Notes, from the first moment of the page on, when other rows are drawn and how much the layout shifts. */
const watch = `{
  const seen = (window.seen = { first: undefined, row: undefined, drawn: 0, shift: 0 });
  new MutationObserver(() => {
    const row = document.querySelector("tr[data-row]")?.dataset.row;
    if (row === undefined || row === seen.row) return;
    seen.row = row;
    requestAnimationFrame(() => {
      seen.first ??= performance.now();
      seen.drawn = performance.now();
    });
  }).observe(document, { attributes: true, childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}`;

/** When the rows of the search arrived, which is before their total, and when they were drawn. */
const lastSearch = `(() => {
  const answers = performance.getEntriesByType("resource").filter(({ name }) => name.includes("fetchUsers"));
  return { answered: Math.min(...answers.slice(-2).map(({ responseEnd }) => responseEnd)), drawn: window.seen.drawn };
})()`;

/** A new browser each time, so that nothing of the console is compiled or cached. */
async function openBrowser() {
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x"; // makes the package unpack its libraries
  const { default: sparticuz } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: ["--no-sandbox"] });
}

/** The list of users in a cold browser, and then a search in it. */
async function visit(url: string, state: Awaited<ReturnType<BrowserContext["storageState"]>>) {
  await using browser = await openBrowser();
  const context = await browser.newContext({
    storageState: state,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
  });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.goto(`${url}/users`);
  await page.locator("tr[data-row]").first().waitFor();
  await page.waitForLoadState("networkidle");
  const { first, shift } = await page.evaluate<{ first: number; shift: number }>("window.seen");
  const elements = await page.locator("tr[data-row]").first().locator("*").count();
  await page.getByPlaceholder("Name, address, number or id").fill("maria");
  await page.waitForURL(/q=maria/);
  await page.waitForLoadState("networkidle");
  const { answered, drawn } = await page.evaluate<{ answered: number; drawn: number }>(lastSearch);
  return { first, shift, elements: elements + 1, search: Math.max(0, drawn - answered) };
}

/** Goal 16: the console in a cold Chromium, on the machine that serves it. */
export async function measureConsole(bench: Bench) {
  const place = await bench.place(bench.largest);
  await using side = await bench.roster(place);
  const state = await signIn(side.url, place.headers.authorization?.replace("Bearer ", "") ?? "");
  const visits: Awaited<ReturnType<typeof visit>>[] = [];
  for (let round = 0; round < bench.options.rounds; round++) visits.push(await visit(side.url, state));
  const row = { goal: 16, users: short(place.users) };
  const of = (field: keyof (typeof visits)[number]) => spreadOf(visits.map((one) => one[field]));
  bench.row({
    ...row,
    what: "console: first row in a cold browser",
    unit: "ms",
    measured: of("first"),
    bound: atMost(1000),
  });
  bench.row({ ...row, what: "console: layout shift until then", unit: "", measured: of("shift"), bound: atMost(0.02) });
  bench.row({
    ...row,
    what: "console: a search drawn, after its answer",
    unit: "ms",
    measured: of("search"),
    bound: atMost(150),
  });
  bench.row({ ...row, what: "console: elements of a row", unit: "", measured: of("elements"), bound: atMost(40) });
}

async function signIn(url: string, key: string) {
  await using browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#main").waitFor();
  return await context.storageState(); // before the browser ends
}
