const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Limits against guessing and nuisance: `points` in `duration` seconds, counted for the target of the call. They outlive the record
 * that the call was about: removing it and adding it again starts no new count. Beyond a limit a call answers `rate_limited`.
 */
export const rateLimits = {
  /** Joining the waitlist, for each address. */
  joins: { points: 10, duration: HOUR },
  /** Bytes of input that callers without a key send to public changes, for each network address. */
  publicBytes: { points: 256 * 1024, duration: DAY },
  /** Setting a password by links, for each user; accepting an invitation, for each address and organization. */
  tokenTries: { points: 20, duration: HOUR },
  /** Requests for a link to set a password, for each address. */
  resets: { points: 5, duration: HOUR },
  /** Sending codes: for each user, and for each address or number. */
  codes: { points: 30, duration: HOUR },
  /** Trying one code. */
  codeTries: { points: 5, duration: 10 * MINUTE },
  /** Trying codes, whichever: for each user, and for each address or number. */
  codeTriesInAll: { points: 30, duration: HOUR },
  /** Tries of a user's password from one `ip_address`, by whichever identifier. An unknown identifier counts as a user. */
  signIns: { points: 10, duration: 10 * MINUTE },
  /** The same by one caller that gives no `ip_address`, and so cannot tell the owner from strangers. */
  signInsOfCaller: { points: 20, duration: 10 * MINUTE },
  /** The same from all places together that have not signed in to the account in the last 30 days. */
  signInsFromAnywhere: { points: 100, duration: HOUR },
  /** Wrong passwords from one `ip_address`, for all users. */
  signInsOfPlace: { points: 100, duration: 10 * MINUTE },
  /** How long a place stays known after a sign-in to an account. */
  knownPlaces: { points: 1, duration: 30 * DAY },
} as const;

/** Every size limit of the API. A call that exceeds one is refused with a typed error; nothing is truncated. */
export const limits = {
  /** Bytes of a request body. */
  bodyBytes: 256 * 1024,
  /** Calls in one batch. */
  batchCalls: 10,
  /** Milliseconds within which a whole request must arrive. */
  requestMilliseconds: 30_000,
  pageRows: 100,
  /** Rows in each list of a person's data. */
  personalRows: 1000,
  /** Days of statistics. */
  statisticsDays: 366,
  pageNumber: 1_000_000_000,
  /** Emails of one user, phones of one user, and social connections of one user. */
  identifiersOfAKind: 100,
  /** Code points. */
  search: 100,
  /** Different words of one search. */
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
  /** UTF-16 units that the schema accepts. The password policy's own maximum is lower. */
  passwordUnits: 1024,
  /** Bytes of the JSON text. */
  metadataBytes: 16 * 1024,
  /** The same of metadata that the public sends. */
  publicMetadataBytes: 1024,
  metadataDepth: 32,
  metadataKeys: 1000,
  metadataKeyLength: 256,
  /** Rows of a bulk call. */
  bulkRows: 100,
  /** Characters of an idempotency key, and the hours for which its first answer is kept. */
  idempotencyKey: 255,
  idempotencyHours: 24,
  /** Hours for which a rotated API key may still work. */
  overlapHours: 720,
  /** Mails and text messages of one kind to one address or number. */
  messagesPerHour: 30,
  /** Lifetime of a verification code, and the pause before the next one. */
  codeMinutes: 10,
  codePauseSeconds: 30,
  /** Lifetime of the link in a password reset, and of the one in a welcome mail. */
  resetMinutes: 60,
  welcomeDays: 7,
} as const;
