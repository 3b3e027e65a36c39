import type { ErrorCode, Input, Output, ProcedureName } from "@roster/contract";
import type { Settings } from "../../config.ts";
import { Refusal } from "../../errors.ts";
import { notice, type Page } from "./page.ts";

export interface Visit {
  settings: Settings;
  requestId: string;
  /** The token of the link; empty without one. */
  token: string;
  /** The fields of the form that was sent. */
  sent: URLSearchParams;
  /** The errors of these fields that the visitor can correct. */
  wrong: Record<string, string>;
  /** Calls a public procedure as the visitor, under the same limits. Throws refusals only. */
  call<P extends ProcedureName>(procedure: P, input: Input<P>): Promise<Output<P>>;
}

export interface FormPage {
  /** Shows what the page offers, and a form to take it. */
  show(visit: Visit): Promise<Page>;
  send(visit: Visit): Promise<unknown>;
  done: { title: string; text: string };
}

/** The page behind one sort of mailed link. */
export interface LinkPage extends FormPage {
  /** The link is not valid any more. */
  gone: { title: string; text: string };
}

/** Shows a page, or sends its form. A form with errors that the visitor can correct is shown again. */
export async function answerVisit(page: FormPage | LinkPage, visit: Visit, isSent: boolean): Promise<Page | "done"> {
  try {
    if (!isSent) return await page.show(visit);
    await page.send(visit);
    return "done";
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const wrong = isSent && wrongIn(thrown);
    return wrong ? answerVisit(page, { ...visit, wrong }, false) : refusedPage(thrown, page, visit);
  }
}

function wrongIn({ detail }: Refusal): Record<string, string> | undefined {
  const fields = detail.field_errors?.filter(({ path }) => path !== "token") ?? [];
  const wrong: Record<string, string> = {};
  for (const { path, message } of fields) wrong[path] = path in wrong ? `${wrong[path]}, and ${message}` : message;
  return fields.length > 0 ? wrong : undefined;
}

const goneCodes: readonly ErrorCode[] = [
  "invitation_not_found",
  "token_not_found",
  "idempotency_conflict", // the form was sent again with other values, after the link was used
];

/** A page for errors that no form can correct. */
function refusedPage({ errorCode, message, detail }: Refusal, page: FormPage | LinkPage, { requestId }: Visit): Page {
  if ("gone" in page && goneCodes.includes(errorCode)) return notice(404, page.gone);
  switch (errorCode) {
    case "rate_limited": {
      const text = "Too many tries. Wait a little, then try again.";
      return { ...notice(429, { title: "One moment", text }), retryAfter: detail.retry_after };
    }
    case "unavailable":
      return { ...notice(503, { title: "One moment", text: message }), retryAfter: detail.retry_after };
    case "invalid_input":
      return notice(400, { title: "This link is not complete", text: "Open it again from the mail." });
    default:
      return notice(500, { title: "Something went wrong", text: `Quote this when you report it: ${requestId}` });
  }
}
