const OLDEST = 24;

// Imported before all else: what the database is made of crashes on an older Node without a word.
if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  throw new Error(
    `Roster's server needs Node ${OLDEST}, and this is ${process.version}. In its own folder, start it by pnpm.`,
  );
}
