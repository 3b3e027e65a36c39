import type { Services } from "../calls/call.ts";
import { probe } from "../database/probe.ts";
import { type Front, JSON_TYPE } from "./front.ts";

/** `/healthz`: the process runs. `/readyz`: the server accepts connections and its database answers. */
export function healthFront(
  { database, log }: Pick<Services, "database" | "log">,
  server: { readonly listening: boolean },
): Front {
  async function isReady() {
    if (!server.listening) return false;
    try {
      await probe(database.read);
      return true;
    } catch (error) {
      log.error({ err: error }, "the database cannot answer");
      return false;
    }
  }
  return {
    matches: (path) => path === "/healthz" || path === "/readyz",
    async answer({ request, response, path }) {
      const isWell = path === "/healthz" || (await isReady());
      response.writeHead(isWell ? 200 : 503, { "content-type": JSON_TYPE });
      response.end(request.method === "HEAD" ? undefined : JSON.stringify({ status: isWell ? "ok" : "unavailable" }));
    },
  };
}
