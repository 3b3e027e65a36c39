import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { createBackend } from "./backend.ts";

const { ROSTER_URL = "http://127.0.0.1:4400", ROSTER_API_KEY, SESSION_SECRET, PORT = "3000" } = process.env;
const { ORIGIN = `http://localhost:${PORT}`, GOOGLE_CLIENT_ID = "", GOOGLE_CLIENT_SECRET = "" } = process.env;
if (!ROSTER_API_KEY || !SESSION_SECRET) throw new Error("ROSTER_API_KEY and SESSION_SECRET must be set");

const backend = createBackend({
  url: ROSTER_URL,
  apiKey: ROSTER_API_KEY,
  sessionSecret: SESSION_SECRET,
  google: { clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET, origin: ORIGIN },
});
backend.use(serveStatic({ root: "dist" })); // the page that `vite build` makes
serve({ fetch: backend.fetch, port: Number(PORT) }, () => console.log(ORIGIN));
