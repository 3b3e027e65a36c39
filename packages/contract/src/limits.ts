const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How often what could be guessed, or be a nuisance, may be done: `points` in `duration` seconds, counted for what it is
 * about. Beyond, a call answers `rate_limited`.
 */
export const rateLimits = {
  /** Joining the waitlist, for each address. */
  joins: { points: 10, duration: HOUR },
  /** Using one link's token. */
  tokenTries: { points: 20, duration: HOUR },
  /** Asking for a link to set a password, for each address. */
  resets: { points: 5, duration: HOUR },
  /** Sending codes, for each email or phone. */
  codes: { points: 30, duration: HOUR },
  /** Trying one code. */
  codeTries: { points: 5, duration: 10 * MINUTE },
  /** Trying an identifier's password from one place: an `ip_address`, or the caller without it. */
  signIns: { points: 10, duration: 10 * MINUTE },
  /** The same from all places together where nobody has signed in with that identifier in the last 30 days. */
  signInsFromAnywhere: { points: 100, duration: HOUR },
  /** Wrong passwords from one `ip_address`, for whatever identifiers. */
  signInsOfPlace: { points: 100, duration: 10 * MINUTE },
  /** For how long a place where somebody has signed in is known as theirs. */
  knownPlaces: { points: 1, duration: 30 * DAY },
} as const;

/** Every limit of the API in one place. Beyond one of them a call answers a typed error; nothing is cut silently. */
export const limits = {
  /** Bytes of a request body. */
  bodyBytes: 256 * 1024,
  /** Calls in one batch. */
  batchCalls: 10,
  /** Milliseconds in which a request must have arrived. */
  requestMilliseconds: 30_000,
  pageRows: 100,
  pageNumber: 1_000_000_000,
  /** Emails of one user; phones and social connections likewise. */
  identifiersOfAKind: 100,
  /** Code points. */
  search: 100,
  /** Different ones. */
  searchWords: 10,
  name: 100,
  title: 200,
  reason: 500,
  username: 64,
  externalId: 128,
  providerUserId: 255,
  /** Characters. */
  url: 2048,
  emailOctets: 254,
  emailLocalOctets: 64,
  /** UTF-16 units that reach the password policy at all; the policy's own maximum is lower. */
  passwordUnits: 1024,
  /** Bytes of the JSON text. */
  metadataBytes: 16 * 1024,
  metadataDepth: 32,
  metadataKeys: 1000,
  metadataKeyLength: 256,
  /** Rows of a call that does many things at once. */
  bulkRows: 100,
  /** Characters of an idempotency key, and the hours for which the first answer to it is kept. */
  idempotencyKey: 255,
  idempotencyHours: 24,
  /** Mails and text messages of one kind to one address or number. */
  messagesPerHour: 30,
  /** Of a verification code. */
  codeMinutes: 10,
  codePauseSeconds: 30,
  /** For how long the link to reset a password works, and the one in a welcome mail. */
  resetMinutes: 60,
  welcomeDays: 7,
} as const;
