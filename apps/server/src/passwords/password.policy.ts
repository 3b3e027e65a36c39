import type { PasswordRejection } from "@roster/contract";
import type { Settings } from "../config.ts";
import { fold } from "../fold.ts";
import { normalizePassword } from "./passwords.ts";

/** The owner's data, from which the password must not be derived. */
export interface PasswordOwner {
  first_name?: string | null;
  last_name?: string | null;
  username?: string | null;
  emails?: (string | null | undefined)[];
}

/** The reasons against a password, by its length, content and owner (SP 800-63B-4, 3.1.1.2). There is no composition rule. */
export async function passwordProblems(
  password: string,
  owner: PasswordOwner,
  settings: Settings,
): Promise<PasswordRejection[]> {
  const normalized = normalizePassword(password);
  const length = Array.from(normalized).length;
  const typed = Array.from(password).length;
  const folded = fold(normalized);
  const problems: PasswordRejection[] = [];
  // NFKC turns some single characters into many, which do not make the password harder to guess.
  if (Math.min(length, typed) < settings.passwordMinLength) problems.push("too_short");
  if (length > settings.passwordMaxLength) problems.push("too_long");
  if (await isCommon(folded)) problems.push("common");
  if (isPersonal(folded, owner, settings.appName)) problems.push("personal");
  return problems;
}

/** Known from breaches, a repeated short piece, or a sequence such as 12345678. */
async function isCommon(folded: string) {
  const { commonPasswords } = await import("./common-passwords.ts");
  if (commonPasswords.has(folded) || commonPasswords.has(folded.replace(/\d{1,4}$/, ""))) return true;
  if (/^(.{1,3}?)\1+.?.?$/u.test(folded) && folded.length > 3) return true;
  const points = Array.from(folded, (letter) => letter.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return points.length > 3 && steps.size === 1;
}

/** A password without separators. Emoji stay, because they are as hard to guess as letters. */
const lettersOf = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu, "");

/** Whether fewer than five characters are left without the owner's names and addresses and the application's name. */
function isPersonal(folded: string, owner: PasswordOwner, appName: string) {
  const sources = [owner.first_name, owner.last_name, owner.username, appName, ...addressParts(owner.emails ?? [])];
  const words = sources.flatMap((source) =>
    source ? [lettersOf(fold(source)), ...fold(source).split(/[^\p{L}\p{M}\p{N}]+/u)] : [],
  );
  const telling = words.filter((word) => word.length >= 3).toSorted((a, b) => b.length - a.length);
  let rest = lettersOf(folded);
  const whole = rest;
  for (const word of telling) rest = rest.replaceAll(word, "");
  return rest !== whole && Array.from(rest).length < 5;
}

function addressParts(emails: (string | null | undefined)[]) {
  return emails.flatMap((email) => {
    if (!email) return [];
    const [local = "", domain = ""] = email.split("@");
    return [local, domain, domain.split(".").at(-2)];
  });
}
