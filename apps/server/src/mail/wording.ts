/** Mail programs turn text that looks like a URL into a link. An invisible word joiner prevents it. */
const WORD_JOINER = "\u2060";

/** A caller's value for use in a sentence: one line, left to right, and never a link. */
export const inWords = (value: string) =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/(?<=\S)[./:@](?=\S)/gu, (mark) => mark + WORD_JOINER);

export const greeting = (firstName: string | null) => (firstName === null ? "Hello," : `Hello ${inWords(firstName)},`);

export const inMinutes = (count: number) => (count === 1 ? "1 minute" : `${count} minutes`);

const asTime = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;

export const inUtc = (time: string) => `${new Date(time).toLocaleString("en-GB", asTime)} UTC`;

/** The note on the link in every mail with one. */
export const aboutLink = (until: string) => `The link is for you alone. It works once, until ${inUtc(until)}.`;
