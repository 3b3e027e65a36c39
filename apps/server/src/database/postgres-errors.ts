import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Failure } from "./database.ts";

const MAX_ATTEMPTS = 5;
export const FIRST_PAUSE = 20;
/** Milliseconds for which lost connections are retried. */
export const PATIENCE = 1000;

/** Retries work after a conflict or a lost connection, when nothing was committed. */
export async function retried<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      const isWorthIt = isConflict(error) || (isLost(error) && performance.now() - started < PATIENCE);
      if (attempt === MAX_ATTEMPTS || !isWorthIt) throw error;
      await sleep(FIRST_PAUSE * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const lostCodes = /^(08|57P0[1-5]|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
const lostTexts =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection|Client was closed)/;

/** The connection is lost, or was never open. The driver has no codes for some of these errors. */
export const isLost = (error: unknown) =>
  lostCodes.test(codeOf(error)) || (error instanceof Error && lostTexts.test(error.message));

/** Serialization failures and deadlocks. */
const isConflict = (error: unknown) => /^40(001|P01)$/.test(codeOf(error));

export const isLockTimeout = (error: unknown) => codeOf(error) === "55P03";

/** The lock of the directory was not to be had. */
export class DirectoryLocked extends Error {}

/** Errors that the changes which wait for a connection would meet as well. */
export const isForAll = (error: unknown) => isLost(error) || error instanceof DirectoryLocked;

/** Also out of resources, read-only (a standby), cancelled by a timeout, or an I/O error. */
const isUnavailable = (error: unknown) =>
  isForAll(error) || isConflict(error) || isLockTimeout(error) || /^(53|25006|57014|58)/.test(codeOf(error));

export function failure(error: unknown): Failure | undefined {
  if (error instanceof pg.DatabaseError && error.code === "23505") {
    return { kind: "unique", constraint: error.constraint ?? "" };
  }
  const isBusy = isConflict(error) || isLockTimeout(error) || error instanceof DirectoryLocked;
  return isUnavailable(error) ? { kind: "unavailable", isBusy } : undefined;
}
