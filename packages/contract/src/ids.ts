import * as z from "zod";
import { type IdKind, idPrefixes } from "./events.ts";
import { once } from "./once.ts";

/** An id of one kind (https://github.com/jetify-com/typeid/tree/main/spec). Any other text is refused before the database is asked. */
export const id = once((kind: IdKind) => {
  const prefix = idPrefixes[kind];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`), `must be an id: ${prefix}_ and 26 characters`)
    .describe(`TypeID: \`${prefix}_\` and 26 characters`);
});

const timestamp = z.iso.datetime({ precision: 3 });

/** A time in requests: ISO 8601 with any offset. Stored times have UTC and milliseconds. */
export const moment = z.iso
  .datetime({ offset: true, error: "must be a time as ISO 8601, such as 2026-03-01T12:00:00Z" })
  .transform((text) => new Date(text).toISOString());

/** A time in answers: ISO 8601 in UTC with milliseconds. */
export const timeOf = once((what: string) => timestamp.describe(`Time of ${what}: ISO 8601, UTC, milliseconds`));
