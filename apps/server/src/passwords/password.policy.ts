import type { PasswordRejection } from "@roster/contract";
import type { Settings } from "../config.ts";
import { fold } from "../fold.ts";
import type { Searched } from "../user-rows/user-row.queries.ts";
import { normalizePassword } from "./passwords.ts";

/** The owner's data, from which the password must not be derived: what search finds a user by. */
export type PasswordOwner = Pick<Searched, "name_key" | "search_text">;

/** Characters of a password whose content is checked. */
const LOOKED_AT = 256;

/** The reasons against a password, by its length, content and owner (SP 800-63B-4, 3.1.1.2). There is no composition rule. */
export async function passwordProblems(password: string, owner: PasswordOwner | undefined, settings: Settings) {
  const normalized = normalizePassword(password);
  const length = Array.from(normalized).length;
  const typed = Array.from(password).length;
  const folded = fold(normalized.slice(0, LOOKED_AT));
  const problems: PasswordRejection[] = [];
  // NFKC turns some single characters into many, which do not make the password harder to guess.
  if (Math.min(length, typed) < settings.passwordMinLength) problems.push("too_short");
  if (length > settings.passwordMaxLength) problems.push("too_long");
  const isPersonal = isMadeOf(folded, owner, settings.appName);
  // A name with a number is no secret because of whose name it is, not because others have it.
  if ((await isKnown(folded)) || (!isPersonal && (await isKnownUnderneath(folded)))) problems.push("common");
  if (isPersonal) problems.push("personal");
  return problems;
}

const reversed = (text: string) => Array.from(text).toReversed().join("");

/** Digits and signs that people write for letters. */
const disguises = "0134578!@$|+";
const disguised = "oieastbiasit";
const undisguised = (text: string) =>
  /\p{L}/u.test(text) ? text.replace(/[0134578!@$|+]/g, (sign) => disguised[disguises.indexOf(sign)] ?? sign) : text;

/** A password without separators. Emoji stay, because they are as hard to guess as letters. */
const withoutSeparators = (text: string) => text.replace(/[\p{P}\p{Z}\p{C}$+<=>^`|~]/gu, "");

/** What people add at the ends of a word: numbers such as years, and signs. Not more, as a random password has many. */
const MOST_ADDED = 6;
const atStart = /^[\p{N}\p{P}\p{Z}$+<=>^`|~]*/u;
const atEnd = /[\p{N}\p{P}\p{Z}$+<=>^`|~]*$/u;

/** A text without one, two … of the digits and signs at its end, and those at its start. Digits alone are no addition. */
function withoutAdditions(text: string): string[] {
  const start = atStart.exec(text)?.[0] ?? "";
  const end = atEnd.exec(text)?.[0] ?? "";
  if (start === text) return [withoutSeparators(text)];
  const ends = Array.from({ length: end.length + 1 }, (_, count) => text.slice(0, text.length - count));
  return [...ends, ...ends.map((one) => one.slice(start.length))].filter(
    (one) => text.length - one.length <= MOST_ADDED,
  );
}

/** Known from breaches, but for a number at its end, a repeated short piece, or a sequence such as 12345678. */
async function isKnown(folded: string) {
  const { commonPasswords } = await import("./common-passwords.ts");
  return commonPasswords.has(folded) || commonPasswords.has(folded.replace(/\d{1,4}$/, "")) || isPattern(folded);
}

/** Letters of a phrase such as `let me in`. Longer ones are good, though some are known. */
const MOST_JOINED = 12;

/** Known without what people add, in disguise, backwards, twice, or with its last letter again and again. */
async function isKnownUnderneath(folded: string) {
  const { commonPasswords } = await import("./common-passwords.ts");
  const joined = withoutSeparators(folded);
  const texts = [...withoutAdditions(folded), ...(joined.length <= MOST_JOINED ? withoutAdditions(joined) : [])];
  const spellings = new Set(texts.flatMap((text) => [text, undisguised(text), undisguised(text).replaceAll("i", "l")]));
  return [...spellings].some((text) => {
    const once = /^(.{3,}?)\1+$/u.exec(text)?.[1] ?? text;
    const forms = [text, once, text.replace(/(.)\1+$/u, "$1"), reversed(text)];
    return forms.some((form) => form.length >= 3 && commonPasswords.has(form)) || isPattern(text);
  });
}

const rows = ["qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm"];
const runs = [...rows, ...rows.map(reversed)];

function isPattern(text: string) {
  if (text.length > 3 && runs.some((run) => run.includes(text))) return true;
  if (/^(.{1,4}?)\1+.?.?$/u.test(text) && text.length > 3) return true;
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return points.length > 3 && steps.size === 1;
}

/** Whether fewer than five characters are left without the owner's names, addresses and numbers and the application's name. */
function isMadeOf(folded: string, owner: PasswordOwner | undefined, appName: string) {
  const { name_key = "", search_text = "" } = owner ?? {};
  const words = wordsOf(name_key, `${search_text} ${fold(appName)}`);
  const numbers = (search_text.match(/\d{5,}/g) ?? []).join(" ");
  if (isCovered(withoutSeparators(folded), words, numbers)) return true;
  const alike = words.map(disguisedAlike);
  return withoutAdditions(folded).some((text) => isCovered(disguisedAlike(text), alike, ""));
}

/** One form of a word in all disguises, and of ü as people write it without the key: `ue` for `u`. */
const disguisedAlike = (text: string) =>
  withoutSeparators(undisguised(text))
    .replaceAll("l", "i")
    .replace(/(?<=[aou])e/g, "");

/** Digits of a number that tell whose it is. */
const TELLING_DIGITS = 5;

/** Whether words, forwards or backwards, and parts of numbers cover a text but for fewer than five characters. */
function isCovered(text: string, words: readonly string[], numbers: string) {
  /** The least number of characters left of each start of the text. */
  const left = [0];
  const backwards = reversed(text);
  const within = [
    ...words.filter((word) => text.includes(word)),
    ...words.filter((word) => backwards.includes(word)).map(reversed),
  ];
  for (let end = 1; end <= text.length; end++) {
    const isHalf = /[\udc00-\udfff]/.test(text[end - 1] ?? ""); // of a surrogate pair, which counts once
    let least = (left[end - 1] ?? 0) + (isHalf ? 0 : 1);
    const cover = (length: number) => {
      least = Math.min(least, left[end - length] ?? least);
    };
    for (const word of within) if (text.endsWith(word, end)) cover(word.length);
    for (let length = TELLING_DIGITS; length <= end; length++) {
      const part = text.slice(end - length, end);
      if (!/^\d+$/.test(part) || !numbers.includes(part)) break;
      cover(length);
    }
    left.push(least);
  }
  const rest = left.at(-1) ?? 0;
  return rest < 5 && rest < Array.from(text).length;
}

/** The words of a person's data, in all orders of the names. A user may have hundreds of addresses and numbers. */
function wordsOf(names: string, text: string) {
  const parts = names.split(" ").map(withoutSeparators);
  const orders = parts.map((_, first) => [...parts.slice(first), ...parts.slice(0, first)].join(""));
  const pieces = `${names} ${text}`.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  const written = `${names} ${text}`.split(/[^\p{L}\p{M}\p{N}]+/u);
  const whole = text.split(" ").map(withoutSeparators);
  // A name of Chinese, Japanese or Korean has one or two characters.
  return [...new Set([...orders, ...pieces, ...written, ...whole])].filter(
    (word) => word.length >= 3 || /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(word),
  );
}
