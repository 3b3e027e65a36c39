export interface ClientOptions {
  /** The server's URL, such as `http://127.0.0.1:4400`, without a user, query or fragment. */
  url: string;
  /** Public procedures need none. */
  apiKey?: string | undefined;
  /** Sends concurrent calls in one request, up to 10. Good for pages that make many calls; a lone call waits a moment. */
  batch?: boolean | undefined;
  /** Milliseconds after which a request is aborted, and its call no longer retried: 1 to 2,147,483,647. Default 30,000. */
  timeout?: number | undefined;
  /**
   * Number of retries when the connection breaks, the server or a proxy is unavailable (502, 503, 504), or the server asks for a
   * wait of at most 5 seconds (429). Pauses double from 250 ms. A retry never makes a change twice, because every try of a call has
   * the same Idempotency-Key. A whole number. Default 2; 0 for none.
   */
  retries?: number | undefined;
  /**
   * A fixed Idempotency-Key in place of a random one per change, for a client that makes one change: a job that restarts within
   * 24 hours gets the first answer again. One word without commas, at most 255 characters.
   */
  idempotencyKey?: string | undefined;
  /** Another `fetch`, for tests or special networks. */
  fetch?: typeof fetch | undefined;
}

/** The longest delay of a timer, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The options with their defaults. Messages leave out the values, which may be secrets. */
export function checked(options: ClientOptions) {
  const { url, apiKey, batch = false, timeout = 30_000, retries = 2, idempotencyKey, fetch: send } = options;
  const server = serverOf(url);
  demand(server !== undefined, "url must be an http or https URL without a user, query or fragment");
  demand(isWord(apiKey, /^[\x21-\x7e]+$/), "apiKey must be an API key: one word");
  demand(typeof batch === "boolean", "batch must be true or false");
  demand(
    timeout >= 1 && timeout <= MAX_TIMEOUT && typeof timeout === "number",
    `timeout must be milliseconds from 1 to ${MAX_TIMEOUT}`,
  );
  demand(Number.isSafeInteger(retries) && retries >= 0, "retries must be a whole number from 0");
  demand(
    isWord(idempotencyKey, /^[\x21-\x2b\x2d-\x7e]{1,255}$/),
    "idempotencyKey must be one word without commas, at most 255 characters",
  );
  demand(send === undefined || typeof send === "function", "fetch must be a function");
  return { server, apiKey, batch, timeout, retries, idempotencyKey, fetch: send };
}

function demand(isValid: boolean, message: string): asserts isValid {
  if (!isValid) throw new TypeError(message);
}

const isWord = (text: unknown, pattern: RegExp) =>
  text === undefined || (typeof text === "string" && pattern.test(text));

/** The address without a slash at its end, and without `/trpc`. */
function serverOf(text: unknown) {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, href } = new URL(text);
  const isPlain = /^https?:$/.test(protocol) && href === origin + pathname;
  return isPlain ? href.replace(/\/+$/, "").replace(/\/trpc$/, "") : undefined;
}
