import { User } from "@roster/contract";
import type { Selectable } from "kysely";
import type { Placed } from "../database/page.ts";
import type { UserTable } from "./user.table.ts";

export type Card = Pick<Selectable<UserTable>, "card">;

const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Cards that were found to be a User's as the contract has it, by the user's number: it is faster to compare them than to hash them. */
const known = new Map<number, string>();
let characters = 0;

/** Lets through a card that the contract lets through: what was checked once is what it was. */
export function checkedUser({ place_seq, card }: Placed & Card) {
  const before = known.get(place_seq);
  if (before === card) return card;
  User.parse(JSON.parse(card));
  characters += card.length - (before?.length ?? 0);
  if (characters > MAX_CHARACTERS) {
    known.clear();
    characters = card.length;
  }
  known.set(place_seq, card);
  return card;
}
