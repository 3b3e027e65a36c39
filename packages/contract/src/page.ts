import * as z from "zod";
import type { IdKind } from "./events.ts";
import { id } from "./ids.ts";
import { limits } from "./limits.ts";
import { optionalLine } from "./text.ts";

/** The input of every list. `cursor` (from `next_cursor`) in place of `page` continues the list at constant cost. */
export const pageOptions = {
  page: z.int().min(1).max(limits.pageNumber).optional().meta({ description: "Number of the page", default: 1 }),
  per_page: z.int().min(1).max(limits.pageRows).optional().meta({ description: "Rows in a page", default: 20 }),
  cursor: z
    .string()
    .max(2048)
    .nullish()
    .describe(
      "`next_cursor` of the same list, order, filters and search, in place of `page`; null for the first page, as TanStack Query sends it",
    ),
  direction: z
    .enum(["forward", "backward"])
    .optional()
    .describe("Has no effect. TanStack Query sends it with the pages of an infinite query"),
  include_total: z
    .boolean()
    .optional()
    .meta({ description: "Whether to count the whole list under the same filters", default: false }),
};

/** The filter of a list by the ids of its records. */
export const idsOption = (kind: IdKind) => ({
  ids: z
    .array(id(kind))
    .max(limits.pageRows)
    .optional()
    .describe("Only those with one of these ids; others are left out"),
});

/** What separates words in names and searches: white space, commas, semicolons and middle dots. */
export const searchSeparators =
  /[\s,;\u037e\u00b7\u0387\u055d\u060c\u1802\u2027\u3001\u30fb\ufe10\ufe11\ufe50\ufe51\uff0c\uff1b\uff64\uff65]+/u;

/** A search: a record must contain every word, regardless of case, accents and forms of punctuation. At most 100 characters and 10 words. */
export const searchOption = {
  search: optionalLine(limits.search)
    .refine((text) => new Set(text.split(searchSeparators)).size <= limits.searchWords, {
      error: `must have at most ${limits.searchWords} different words`,
    })
    .optional()
    .describe("Substring match of every word, regardless of case and accents; `%` and `_` are no wildcards"),
};

/** The input of a list with a required field, such as the parent of its records. */
export const requiredPageInput = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject({ ...pageOptions, ...shape })
    // Together they would name two positions in the list.
    .refine(
      ({ page, cursor }: { page?: unknown; cursor?: unknown }) =>
        page === undefined || (cursor ?? undefined) === undefined,
      {
        error: "must not be given beside page",
        path: ["cursor"],
      },
    );

/** A shape whose fields may all be left out. */
type OptionalShape<Shape extends z.ZodRawShape> = {
  [F in keyof Shape]: undefined extends z.input<Shape[F]> ? Shape[F] : never;
};

/** The input of a list without a required field: callers may leave it out as a whole. */
export const pageInput = <Shape extends z.ZodRawShape>(shape: Shape & OptionalShape<Shape>) =>
  requiredPageInput<Shape>(shape).prefault(() => ({}) as never); // OptionalShape says that an empty object is valid

const place = {
  has_more: z.boolean().describe("Whether more rows follow"),
  page: z.int().nullable().describe("Number of the page; null after `cursor`"),
  per_page: z.int().describe("Rows in a page at most"),
  next_cursor: z.string().nullable().describe("Cursor of the next page; null at the end of the list"),
  total: z.int().nullable().describe("Rows in the whole list with `include_total: true`, else null"),
};

/** The answer of every list. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row).describe("The rows of this page"), ...place });
