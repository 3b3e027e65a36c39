import type { ZodType } from "zod";

const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Checks cards against the schema. It remembers checked cards by the `seq` of their row, because comparing two texts is faster than
 * hashing one.
 */
export function cardChecker(schema: ZodType) {
  const known = new Map<number, string>();
  let characters = 0;
  return (seq: number, card: string) => {
    const before = known.get(seq);
    if (before === card) return card;
    schema.parse(JSON.parse(card));
    characters += card.length - (before?.length ?? 0);
    if (characters > MAX_CHARACTERS) {
      known.clear();
      characters = card.length;
    }
    known.set(seq, card);
    return card;
  };
}
