import "./node-version.ts";

export type { Actor } from "./calls/call.ts";
export { readSettings, type Settings } from "./config.ts";
export type { Log } from "./log.ts";
export { openRoster, type Parts, type Roster } from "./roster.ts";
export type { CallResult } from "./router.ts";
export type { SmsSender, TextMessage } from "./sms/sms.kind.ts";
