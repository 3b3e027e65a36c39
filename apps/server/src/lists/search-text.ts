import { fold } from "../fold.ts";

/** What a record is found by: its texts, folded and joined. */
export const searchText = (...texts: (string | null)[]) => fold(texts.filter((text) => text !== null).join(" "));
