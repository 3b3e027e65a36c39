import { serve } from "@hono/node-server";
import { createBackend } from "./backend.ts";

const { ROSTER_URL = "http://127.0.0.1:4400", ROSTER_API_KEY, SESSION_SECRET, PORT = "3000" } = process.env;
if (!ROSTER_API_KEY || !SESSION_SECRET) throw new Error("ROSTER_API_KEY and SESSION_SECRET must be set");

const backend = createBackend({
  url: ROSTER_URL,
  apiKey: ROSTER_API_KEY,
  sessionSecret: SESSION_SECRET,
  readProfile: async () => {
    throw new Error("your OAuth library reads the callback here");
  },
});
serve({ fetch: backend.fetch, port: Number(PORT) }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
