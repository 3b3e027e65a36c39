/** The first answer to an idempotency key, sealed with that key. */
export interface IdempotentAnswerTable {
  id: string;
  fingerprint: string;
  answer: string;
  created_at: string;
}
