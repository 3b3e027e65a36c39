import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { contract, type ProcedureName } from "@roster/contract";
import { getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from "@trpc/server";
import type { Context } from "../context.ts";
import { logUnexpected } from "../roster.ts";
import { appRouter, implementation } from "../router.ts";
import { headersOfAnswer } from "./responses.ts";

/** A request for one procedure, in the plain form that clients send. */
export interface SingleCall {
  path: ProcedureName;
  type: "query" | "mutation";
  /** JSON; empty for none. */
  input: string;
}

const { _config: config } = appRouter._def;

const isProcedure = (path: string): path is ProcedureName => Object.hasOwn(contract, path);

/** Reads a request that tRPC's own adapter would answer alike; leaves every other form to it. */
export function readSingleCall(request: IncomingMessage & { body?: string }): SingleCall | undefined {
  const { url = "", headers, body } = request;
  const [, path = "", query = ""] = /^\/trpc\/(\w+)(\?input=[^&#]*)?$/.exec(url) ?? [];
  if (!isProcedure(path)) return undefined;
  const type = contract[path].kind;
  const call = { path, type, input: body ?? decodeURIComponent(query.slice("?input=".length).replaceAll("+", " ")) };
  if (request.method === "POST") return type === "mutation" && query === "" ? call : undefined;
  return type === "query" && (headers["content-type"] ?? "application/json") === "application/json" ? call : undefined;
}

/**
 * Answers what tRPC's adapter for Node would answer, byte for byte, at less than half of its cost: that one builds a URL, a Request,
 * two AbortControllers, a Response and a stream for each call.
 */
export async function answerSingleCall(
  call: SingleCall,
  response: ServerResponse,
  context: Context,
  hasCompany: () => boolean,
) {
  const { status, headers, body } = await answerOf(call, context);
  // What came in together is worked on before the first is answered: a write takes as long as a query where it wakes the reader.
  if (hasCompany()) await nextTurn();
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

async function answerOf({ path, type, input }: SingleCall, context: Context) {
  const procedure = implementation[path];
  const call = { ctx: context, batchIndex: 0, getRawInput: async () => parse(input) };
  try {
    const usesCards = !context.services.settings.shortcutsOff.includes("stored-cards");
    const data = usesCards ? await procedure.json(call) : JSON.stringify(await procedure.data(call));
    const body = data === undefined ? '{"result":{}}' : `{"result":{"data":${data}}}`;
    return { status: 200, headers: headersOfData, body };
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(thrown);
    logUnexpected(context.services, error, context.requestId, path);
    const shape = getTRPCErrorShape({ config, error, type, path, input: undefined, ctx: context });
    return { status: shape.data.httpStatus, headers: headersOfAnswer([error]), body: JSON.stringify({ error: shape }) };
  }
}

const headersOfData = headersOfAnswer([]);

function parse(input: string): unknown {
  if (input === "") return undefined;
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new TRPCError({ code: "BAD_REQUEST", message: cause instanceof Error ? cause.message : undefined, cause });
  }
}
