const OLDEST = "24.5";

// Imported before all else: what the database is made of crashes on an older Node without a word.
if (process.versions.node.localeCompare(OLDEST, "en", { numeric: true }) < 0) {
  throw new Error(
    `Roster's server needs Node ${OLDEST}, and this is ${process.version}. In its own folder, start it by pnpm.`,
  );
}
