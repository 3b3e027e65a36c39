import type * as z from "zod";

/** The names of a record's fields, for a table whose columns have the same. */
export const columnsOf = <Shape extends z.ZodRawShape>({ shape }: z.ZodObject<Shape>) =>
  Object.keys(shape) as (keyof Shape & string)[]; // Object.keys forgets the names in its type
