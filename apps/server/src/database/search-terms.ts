// Terms of the full-text indexes on SQLite: n-grams, so that the index finds any substring of a word.

/** The longest n-gram of any characters, and the length of n-grams of letters, which select best in names and addresses. */
const LONGEST = 3;
const LETTERS = 4;

export const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");

/** Replaces the characters at which the tokenizer would end a term by control characters that no text has. */
export const termOf = (characters: string) =>
  characters.replace(/[^\sa-z0-9\u0080-\u{10ffff}]/gu, (character) =>
    String.fromCharCode(0x80 + (character.charCodeAt(0) % 32)),
  );

/** A word's characters: an array only if some are surrogate pairs. */
const charactersOf = (word: string) => (/[\ud800-\udfff]/.test(word) ? Array.from(word) : word);

/** Calls `take` with each n-gram of a length. A list of them would take longer to make. */
function eachRun(characters: string | string[], length: number, take: (run: string) => void) {
  for (let end = length; end <= characters.length; end++) {
    const run = characters.slice(end - length, end);
    take(typeof run === "string" ? run : run.join(""));
  }
}

function eachRunOfLetters(text: string, take: (run: string) => void) {
  for (const letters of text.match(/[a-z\u00a0-\u{10ffff}]{4,}/gu) ?? []) eachRun(charactersOf(letters), LETTERS, take);
}

export function termsOfRecord(text: string) {
  let all = "";
  const add = (run: string) => {
    all += ` ${run}`;
  };
  const terms = termOf(text);
  for (const word of wordsOf(terms)) {
    const characters = charactersOf(word);
    for (let length = 1; length <= LONGEST; length++) eachRun(characters, length, add);
  }
  eachRunOfLetters(terms, add);
  return all;
}

/** The n-grams to search a word by: its trigrams, or a shorter word itself. */
export function gramsOf(word: string, longest = LONGEST) {
  const grams = new Set<string>();
  const characters = charactersOf(word);
  eachRun(characters, Math.min(characters.length, longest), (run) => grams.add(run));
  return [...grams];
}

/** The n-grams that select best: runs of four letters, and the trigrams that are in none of them. */
export function tellingGramsOf(word: string) {
  const fours = new Set<string>();
  eachRunOfLetters(word, (run) => fours.add(run));
  return [...fours, ...gramsOf(word).filter((gram) => ![...fours].some((four) => four.includes(gram)))];
}
