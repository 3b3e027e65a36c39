import { type Browser, chromium } from "playwright-core";

/** The browser from npm is built for Linux. */
export const hasBrowser = process.platform === "linux";

/** Milliseconds for what a slow machine takes seconds for. */
const PATIENCE = 120_000;

/** A real browser with its own libraries, because the machine may have none. */
export async function openBrowser(): Promise<Browser> {
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x"; // makes the package unpack its libraries
  const { default: sparticuz } = await import("@sparticuz/chromium");
  // Not the package's suggested arguments, which switch off what this tests.
  const executablePath = await sparticuz.executablePath();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: PATIENCE });
  return browser.on("context", (context) => context.setDefaultTimeout(PATIENCE));
}
