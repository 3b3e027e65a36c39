import { expect } from "vitest";
import type { TestRoster } from "./roster.ts";
import { codeIn } from "./smtp.ts";

interface Sent {
  /** The address or number. */
  to: string;
  template: string;
  /** The link or code in it. */
  carries: string | undefined;
}

interface Line {
  msg: string;
  to: string;
  template: string;
  carries?: string;
  text: string;
}

/** Sends due messages, and answers all messages ever sent, in order, from the development log. */
export async function sendAll({ roster, logged }: TestRoster): Promise<Sent[]> {
  await roster.deliver();
  const lines = logged()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line); // the format of mailer.ts and sms-folder.ts
  return lines.flatMap(({ msg, to, template, carries, text }) => {
    if (msg === "mail") return [{ to, template, carries }];
    return msg === "text message" ? [{ to, template, carries: codeIn(text) }] : [];
  });
}

/** Sends due messages, and answers the last link or code. */
export async function sendAndRead(directory: TestRoster): Promise<string> {
  const last = (await sendAll(directory)).findLast(({ carries }) => carries !== undefined);
  return last?.carries ?? expect.fail("nothing that carries a link or code went out");
}
