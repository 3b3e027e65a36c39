import type { Input, ProcedureName } from "@roster/contract";
import type { Settings } from "../../config.ts";
import type { Failure } from "../../errors.ts";
import type { CallResult } from "../../router.ts";
import { notice, type Page } from "./page.ts";

/** A request for a page. */
export interface Visit {
  settings: Settings;
  query: URLSearchParams;
  /** The fields of the form. */
  sent: URLSearchParams;
  /** Calls a public procedure as the visitor, under the same limits. */
  call<P extends ProcedureName>(procedure: P, input: Input<P>): Promise<CallResult<P>>;
}

/** Errors of fields that the visitor can correct. */
export function wrongIn({ data }: Failure): Record<string, string> | undefined {
  const fields = data.field_errors?.filter(({ path }) => path !== "token") ?? [];
  const wrong: Record<string, string> = {};
  for (const { path, message } of fields) wrong[path] = path in wrong ? `${wrong[path]}, and ${message}` : message;
  return fields.length > 0 ? wrong : undefined;
}

/** A form that is sent again with other values, after the link was used, is an idempotency conflict. */
const goneCodes = ["invitation_not_found", "token_not_found", "idempotency_conflict"];

/** A page for errors that no form can correct. `gone` tells that the link is not valid any more. */
export function refusedPage({ message, data }: Failure, gone: Page): Page {
  if (goneCodes.includes(data.error_code)) return gone;
  if (data.error_code === "rate_limited") {
    const page = notice(429, "One moment", "Too many tries. Wait a little, then open the link again.");
    return { ...page, retryAfter: data.retry_after };
  }
  if (data.error_code === "unavailable") return notice(503, "One moment", message);
  if (data.error_code === "invalid_input") {
    return notice(400, "This link is not complete", "Open it again from the mail.");
  }
  return notice(500, "Something went wrong", `Quote this when you report it: ${data.request_id}`);
}
