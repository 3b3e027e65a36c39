import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openBrowser } from "../../../server/src/testing/browser.ts";
import { linkToken } from "../../../server/src/testing/console.ts";
import { type ListeningRoster, listen } from "../../../server/src/testing/http.ts";

export { hasBrowser } from "../../../server/src/testing/browser.ts";

interface Look {
  theme?: "light" | "dark";
  width?: number;
}

/** A person at the console: the page, and what went wrong on it. */
export interface Person {
  page: Page;
  /** Errors of the page's scripts, its console, and its Content-Security-Policy. */
  faults: string[];
}

export interface TestConsole extends ListeningRoster {
  browser: Browser;
  /** A new person, signed in by a link, or by a key. */
  person(look?: Look, apiKey?: string): Promise<Person>;
}

/** A directory, its server with the built console, and a browser. */
export async function openTestConsole(env: Record<string, string> = {}): Promise<TestConsole> {
  const server = await listen(env);
  const browser = await openBrowser();
  return {
    ...server,
    browser,
    async person({ theme = "light", width = 1280 } = {}, apiKey) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: theme,
        locale: "en-US",
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        // A refusal is an answer, which the browser logs.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          faults.push(message.text());
      });
      if (apiKey) {
        await page.goto(`${server.url}/sign-in`);
        await page.getByLabel("API key").fill(apiKey);
      } else {
        await page.goto(`${server.url}/sign-in#${await linkToken(server)}`);
      }
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.locator("#main").waitFor();
      return { page, faults };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Expects a page without faults, sideways scroll, or violations of WCAG 2.2 AA. */
export async function expectSound({ page, faults }: Person, name: string) {
  const sideways = await page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll("main, [role=dialog]")];
    return parts.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  });
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect.soft({ name, faults, sideways, found }).toEqual({ name, faults: [], sideways: false, found: [] });
}
