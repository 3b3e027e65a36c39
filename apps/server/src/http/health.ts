import type { Services } from "../calls/call.ts";
import { probe } from "../database/probe.ts";
import type { Front, ServerState } from "./front.ts";
import { JSON_TYPE } from "./headers.ts";

/** `/healthz`: the process runs. `/readyz`: it accepts requests and its database answers. */
export function healthFront({ database, log }: Pick<Services, "database" | "log">, server: ServerState): Front {
  async function isReady() {
    if (server.isDraining) return false;
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
