// Terms of the full-text indexes on SQLite: runs of letters, so that any part of a word is found by an index.

/** The longest runs of any characters, and those of letters alone, which tell more than all others in names and addresses. */
const LONGEST = 3;
const LETTERS = 4;

export const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");

/** Characters at which the index's tokenizer would end a term, as ones that no text has. */
export const termOf = (characters: string) =>
  characters.replace(/[^\sa-z0-9\u0080-\u{10ffff}]/gu, (character) =>
    String.fromCharCode(0x80 + (character.charCodeAt(0) % 32)),
  );

/** A record's id, which is found as a whole: it begins with what no run has. */
export const termOfId = (id: string) => `\u00a0${id.replace(/[^a-z0-9]/g, "")}`;

/** A word's characters: one by one only where some are two units of its string. */
const charactersOf = (word: string) => (/[\ud800-\udfff]/.test(word) ? Array.from(word) : word);

/** Takes all runs of so many characters, without a list of them, which would take longer to make. */
function eachRun(characters: string | string[], length: number, take: (run: string) => void) {
  for (let end = length; end <= characters.length; end++) {
    const run = characters.slice(end - length, end);
    take(typeof run === "string" ? run : run.join(""));
  }
}

function eachRunOfLetters(text: string, take: (run: string) => void) {
  for (const letters of text.match(/[a-z\u00a0-\u{10ffff}]{4,}/gu) ?? []) eachRun(charactersOf(letters), LETTERS, take);
}

/** All that the index has of a record. */
export function termsOfRecord(id: string, text: string) {
  let all = termOfId(id);
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

/** What a word can be looked for by: its runs of three, or the word itself when it is shorter. */
export function gramsOf(word: string, longest = LONGEST) {
  const grams = new Set<string>();
  const characters = charactersOf(word);
  eachRun(characters, Math.min(characters.length, longest), (run) => grams.add(run));
  return [...grams];
}

/** The same of a word's letters, four of which say more than the threes in them. */
export function tellingGramsOf(word: string) {
  const fours = new Set<string>();
  eachRunOfLetters(word, (run) => fours.add(run));
  return [...fours, ...gramsOf(word).filter((gram) => ![...fours].some((four) => four.includes(gram)))];
}
