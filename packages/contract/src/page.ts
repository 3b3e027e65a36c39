import * as z from "zod";
import { limits } from "./limits.ts";
import { optionalLine } from "./text.ts";

/** What every list takes. Give `cursor` (from `next_cursor`) in place of `page` to go on at constant cost. */
export const pageOptions = {
  page: z.int().min(1).max(limits.pageNumber).optional().meta({ description: "Which page", default: 1 }),
  per_page: z.int().min(1).max(limits.pageRows).optional().meta({ description: "Rows in a page", default: 20 }),
  cursor: z.string().max(2048).optional().describe("`next_cursor` of the same list, in place of `page`"),
  include_total: z
    .boolean()
    .optional()
    .meta({ description: "Count the whole list under the same filter", default: false }),
};

/** A search term: every word must be found, as it stands, whatever its case. At most 100 characters and 10 words. */
export const searchOption = {
  search: optionalLine(limits.search)
    .refine((text) => new Set(text.split(/\s+/u)).size <= limits.searchWords, {
      error: `must be at most ${limits.searchWords} different words`,
    })
    .optional()
    .describe("Case-insensitive substring match of every word; `%` and `_` are plain characters"),
};

/** A list's input, which may be left out. `page` and `cursor` together would name two places in the list. */
export const pageInput = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject({ ...pageOptions, ...shape })
    .refine(({ page, cursor }: { page?: unknown; cursor?: unknown }) => page === undefined || cursor === undefined, {
      error: "give page or cursor, not both",
      path: ["cursor"],
    })
    .prefault(() => ({}) as never); // every field is optional;

const place = {
  has_more: z.boolean().describe("Whether rows follow"),
  page: z.int().nullable().describe("Number of the page; null when the list was continued by cursor"),
  per_page: z.int().describe("Rows in a page at most"),
  next_cursor: z.string().nullable().describe("Continues this list; null at its end"),
  total: z.int().nullable().describe("Rows in the whole list when include_total was true, else null"),
};

/** What every list answers. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row).describe("The rows of this page"), ...place });
