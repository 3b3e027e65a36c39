import { createClient } from "@roster/client";

/** On the server only. In Next, begin this file with `import "server-only"`. */
export const createRoster = () =>
  createClient({ url: process.env.ROSTER_URL ?? "http://127.0.0.1:4400", apiKey: process.env.ROSTER_API_KEY });
