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
  /** Mails and text messages to one address or number. */
  messagesPerHour: 30,
  /** Of a verification code. */
  codeMinutes: 10,
  codeTries: 5,
  codePauseSeconds: 30,
  /** For how long the link to reset a password works, and the one in a welcome mail. */
  resetMinutes: 60,
  welcomeDays: 7,
} as const;
