import { fold } from "../fold.ts";

/** The searchable text of a record: its texts, folded and joined. */
export const searchText = (...texts: (string | null)[]) => fold(texts.filter((text) => text !== null).join(" "));
