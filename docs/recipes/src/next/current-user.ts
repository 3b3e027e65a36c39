import { AsyncLocalStorage } from "node:async_hooks";

/** Stands for your own sessions. In Next it reads `await cookies()`. */
export const signedIn = new AsyncLocalStorage<string>();

export const currentUserId = async () => signedIn.getStore();
