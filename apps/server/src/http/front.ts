import type { IncomingMessage, ServerResponse } from "node:http";

/** A request as every front sees it. */
export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** Path of the URL, without the query. */
  path: string;
  requestId: string;
  /** Network address of the caller. */
  address: string;
}

/** A part of the server that answers the requests whose path it matches. */
export interface Front {
  matches(path: string): boolean;
  answer(asked: Asked): Promise<unknown>;
}

/** The server's state, for its fronts. */
export interface ServerState {
  isDraining: boolean;
  /** Number of open connections. */
  connections: number;
}
