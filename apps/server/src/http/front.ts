import type { IncomingMessage, ServerResponse } from "node:http";

/** A request as every front sees it. */
export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** The path of its address, without the query. */
  path: string;
  requestId: string;
  /** The network address that it comes from. */
  address: string;
}

/** One way in: it takes the requests that it matches, and answers each of them. */
export interface Front {
  matches(path: string): boolean;
  answer(asked: Asked): Promise<unknown>;
}

/** What fronts may ask of the server that they stand in. */
export interface ServerState {
  isDraining(): boolean;
  /** How many connections are open. */
  connections(): number;
}
