/** The table of completed migrations. A database that has it is Roster's. */
export const MIGRATIONS = "roster_migration";

/** Refuses a database, or a schema on PostgreSQL, that has tables but not Roster's. One without tables is anybody's. */
export function expectOurs(tables: readonly string[], place: string) {
  if (tables.length === 0 || tables.includes(MIGRATIONS)) return;
  if (tables.includes("kysely_migration") && tables.includes("audit_entries")) {
    throw new Error(
      "The database was made by a development version of Roster, from before its first release, and cannot be brought up to date: " +
        "name another one in DATABASE_URL, or remove this one.",
    );
  }
  const shown = tables.length > 3 ? `${tables.slice(0, 3).join(", ")}, …` : tables.join(", ");
  throw new Error(
    `${place} is not Roster's: it has the tables ${shown}. Nothing was changed in it. Name another database, or another schema.`,
  );
}
