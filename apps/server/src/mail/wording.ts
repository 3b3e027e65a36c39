/** Mail programs make links of what looks like one. A word joiner keeps them from it, and is not seen. */
const WORD_JOINER = "\u2060";

/** A value that somebody gave, as words among ours: one line, in our direction of writing, and no link by itself. */
export const inWords = (value: string) =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/(?<=\S)[./:@](?=\S)/gu, (mark) => mark + WORD_JOINER);

export const greeting = (firstName: string | null) => (firstName === null ? "Hello," : `Hello ${inWords(firstName)},`);

export const inMinutes = (count: number) => (count === 1 ? "1 minute" : `${count} minutes`);

const asTime = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;

export const inUtc = (time: string) => `${new Date(time).toLocaleString("en-GB", asTime)} UTC`;

/** What every mail with a link says of it. */
export const aboutLink = (until: string) => `The link is for you alone. It works once, until ${inUtc(until)}.`;
