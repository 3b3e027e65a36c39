/** Folds the case of each letter independent of its neighbours, so that both databases agree. */
export function fold(text: string) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  // Lower-cased first as well: the capital \u1e9e is its own upper case, and its small letter folds to ss.
  const folded = Array.from(text.normalize("NFC"), (letter) => letter.toLowerCase().toUpperCase().toLowerCase());
  return folded.join("").normalize("NFC");
}
