import type { ZodType } from "zod";

const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Checks cards against the schema. It remembers checked cards by the `seq` of their row, because comparing two texts is faster than
 * hashing one.
 */
export function cardChecker(schema: ZodType) {
  const known = new Map<number, string>();
  let characters = 0;
  return ({ place_seq, card }: { place_seq: number; card: string }) => {
    const before = known.get(place_seq);
    if (before === card) return card;
    schema.parse(JSON.parse(card));
    characters += card.length - (before?.length ?? 0);
    if (characters > MAX_CHARACTERS) {
      known.clear();
      characters = card.length;
    }
    known.set(place_seq, card);
    return card;
  };
}
