import type { IncomingMessage, ServerResponse } from "node:http";

/** A request as every front sees it. */
export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** Path of the URL, without the query. */
  path: string;
  requestId: string;
  address: string;
}

/** A part of the server that answers the requests whose path it matches. */
export interface Front {
  matches(path: string, request: IncomingMessage): boolean;
  answer(asked: Asked): Promise<unknown>;
}

export const JSON_TYPE = "application/json; charset=utf-8";

export const isRead = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD";

/** Node sends no body for HEAD. */
export function answerText(response: ServerResponse, status: number, text: string, headers = {}) {
  const about = { "content-type": "text/plain; charset=utf-8", "content-length": Buffer.byteLength(text) };
  response.writeHead(status, { ...about, ...headers }).end(text);
}

/** Reads a body of at most `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | "too large"> {
  if (request.readableEnded) return Buffer.alloc(0); // a request without a body emits no `end`
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = Number(request.headers["content-length"] ?? 0) > most ? Infinity : 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) refuse();
    };
    const refuse = () => {
      request.off("data", take).pause();
      resolve("too large");
    };
    if (size > most) return refuse();
    request.on("data", take);
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject); // the caller has hung up
  });
}
