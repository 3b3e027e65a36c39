const OLDEST = [24, 5] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// Imported before all else: on an older Node the database driver crashes without a message.
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  throw new Error(
    `Roster's server needs Node ${OLDEST.join(".")}, and this is ${process.version}. In its own folder, start it by pnpm.`,
  );
}
