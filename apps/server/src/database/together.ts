/**
 * Runs statements that do not need each other's results: on PostgreSQL in one round trip. Waits for all of them. Then it throws the
 * first error in the order given: a failed statement of a transaction fails those behind it.
 */
export async function together<const Statements extends readonly unknown[]>(statements: Statements) {
  const ends = await Promise.allSettled(statements);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  // Each end has the value of the statement at its place.
  return ends.map((end) => end.status === "fulfilled" && end.value) as {
    -readonly [index in keyof Statements]: Awaited<Statements[index]>;
  };
}
