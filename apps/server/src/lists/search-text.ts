import { fold, lettersOf } from "../fold.ts";

/** Longest key of an order, which a cursor has to hold. */
const LONGEST_KEY = 256;

const given = (texts: readonly (string | null)[]) => texts.flatMap((text) => (text === null ? [] : fold(text)));

/**
 * The searchable text of a record: its names and other texts, folded. Names are also there in letters only and without a space, in
 * both orders, as `山田太郎` and `obrien` are written: the first name again after the last.
 */
export function searchText(names: readonly (string | null)[], ...others: (string | null)[]) {
  const folded = given(names);
  const letters = folded.map(lettersOf);
  const joined = letters.length > 1 ? [...letters, letters[0]] : letters;
  const spelled = folded.filter((name, index) => name !== letters[index]);
  return [joined.join(""), ...spelled, ...given(others)].filter((text) => text !== "").join(" ");
}

export const nameKey = (...names: (string | null)[]) => given(names).join(" ").slice(0, LONGEST_KEY).toWellFormed();
