import { type Browser, chromium } from "playwright-core";

/** The browser from npm is built for Linux. */
export const hasBrowser = process.platform === "linux";

/** A real browser, with the libraries that it needs, which come with it: the machine may have none of them. */
export async function openBrowser(): Promise<Browser> {
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x"; // where the package expects to need its libraries
  const { default: sparticuz } = await import("@sparticuz/chromium");
  // Not the arguments that the package suggests: they switch off what is tested here.
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: ["--no-sandbox"] });
}
