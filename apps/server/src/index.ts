import "./node-version.ts";

export { readSettings, type Settings } from "./config.ts";
export type { Actor } from "./context.ts";
export type { SmsSender, TextMessage } from "./mail/transport.ts";
export { type CallResult, openRoster, type Roster } from "./roster.ts";
