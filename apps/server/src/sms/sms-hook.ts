import { Webhook } from "standardwebhooks";
import { RefusedForGood } from "../outbox/message-kind.ts";
import type { SmsSender } from "./sms.kind.ts";

const MILLISECONDS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Status codes after which a retry may succeed. */
const isPassing = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

/** Posts each text message to the operator's webhook, signed. https://www.standardwebhooks.com */
export function createSmsHook({ url, secret }: { url: string; secret: string }, clock: () => Date): SmsSender {
  const webhook = new Webhook(secret);
  return {
    async send({ id, to, text }, signal) {
      const now = clock();
      const body = JSON.stringify({ type: "sms.send", timestamp: now.toISOString(), data: { to, text } });
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "user-agent": "Roster",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": webhook.sign(id, now, body),
        },
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(MILLISECONDS)]),
      }).catch((error: unknown) => {
        throw new Error(`The hook cannot be reached: ${reasonOf(error)}`);
      });
      if (response.ok) return void response.body?.cancel();
      const said = `The hook answered ${response.status}: ${await beginningOf(response)}`;
      throw isPassing(response.status) ? new Error(said) : new RefusedForGood(said);
    },
  };
}

/** The reason of a failed fetch is in the error's cause. */
function reasonOf(error: unknown) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function beginningOf({ body }: Response) {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= MAX_ANSWER_BYTES) break; // closes the connection
    }
  } catch {
    // a truncated answer is enough for the error message
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString();
}
