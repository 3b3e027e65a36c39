import { searchSeparators } from "@roster/contract";

/** Letters that Unicode does not take apart (as in CLDR's Latin-ASCII). */
const plainLetters = {
  ae: "æ",
  b: "ƀɓ",
  d: "ðđɖɗ",
  e: "ə",
  g: "ǥ",
  h: "ħ",
  i: "ıɨ",
  k: "ƙ",
  l: "ł",
  n: "ŋ",
  o: "øɵ",
  oe: "œ",
  t: "ŧ",
  th: "þ",
  u: "ʉ",
  y: "ƴ",
  z: "ʒƶ",
};
const plainOf = new Map(
  Object.entries(plainLetters).flatMap(([plain, letters]) => Array.from(letters, (letter) => [letter, plain] as const)),
);
const withoutParts = new RegExp(`[${[...plainOf.keys()].join("")}]`, "gu");

/** Accents, and points of Hebrew and Arabic, which are optional there. In other scripts marks are letters, as in が and नि. */
const marks = /[\p{Script=Inherited}[[\p{Script=Hebrew}\p{Script=Arabic}]&&\p{Mn}]]/gv;
const voicing = /[\u3099\u309a]/;
const apostrophes = /[`\u00b4\u02b9-\u02bf\u02c8\u055a\u05f3\u2018-\u201b\u2032\u2035\ua78b\ua78c]/gu;
const quotes = /[\u00ab\u00bb\u05f4\u201c-\u201f\u2033\u2036\u2039\u203a\u300c-\u300f\u301d-\u301f]/gu;
const dashes = /[\p{Pd}\u2043\u2212]/gu;

const separators = new RegExp(searchSeparators, "gu");

/** A word of ASCII, such as most names and addresses. */
const isPlain = (text: string) => /^[!-+\--:<-_a-~]*$/.test(text);

/**
 * What search, the order by name and the check of passwords compare by: no case, accents, width, ligatures or invisible characters, and
 * one form of each apostrophe, quote and dash. Commas separate words. The result folds to itself.
 */
export const fold = (text: string) =>
  isPlain(text)
    ? text.toLowerCase()
    : text
        .split(searchSeparators)
        .map(foldWord)
        .filter((word) => word !== "")
        .join(" ");

function foldWord(word: string) {
  if (isPlain(word)) return word.toLowerCase();
  // Accents that stand alone become a space and a mark, and some signs hold a comma.
  const composed = word
    .normalize("NFC")
    .replaceAll("\u00b4", "'")
    .normalize("NFKC")
    .replace(/\p{DI}/gu, "");
  // Letter by letter, so that neighbours do not matter. Lower-cased first: the capital ẞ is its own upper case.
  const lower = Array.from(composed, (letter) => letter.toLowerCase().toUpperCase().toLowerCase()).join("");
  return lower
    .normalize("NFKD")
    .replace(marks, (mark) => (voicing.test(mark) ? mark : ""))
    .replace(separators, "")
    .replace(withoutParts, (letter) => plainOf.get(letter) ?? letter)
    .replace(apostrophes, "'")
    .replace(quotes, '"')
    .replace(dashes, "-")
    .normalize("NFC");
}

/** Only the letters and digits of a folded text, such as `obrien` of `o'brien`. */
export const lettersOf = (folded: string) => folded.replace(/[^\p{L}\p{M}\p{N}]/gu, "");
