import { Button } from "@mantine/core";
import type { ErrorCode } from "@roster/client";
import { IconSearch } from "@tabler/icons-react";
import { type ErrorComponentProps, Link, useLocation } from "@tanstack/react-router";
import { queryClient, refusalOf } from "../calls/calls.ts";
import { openPalette } from "../palette/open.tsx";
import { useSession } from "../session/session.ts";
import { useTitle } from "./page.tsx";
import { homeFor } from "./pages.ts";

/** Says what failed, in the server's words, and what to do next. `onClear` leaves the filters that the server does not know. */
export function Fault({ error, onClear }: { error: Error; onClear?(): void }) {
  const refusal = refusalOf(error);
  const all = messageOf(error);
  const words = all.length > 200 ? `${all.slice(0, 200)}…` : all; // the values of a filter may be many
  return (
    <div className="fault" role="alert">
      <h2>{refusal ? "The server refused" : "The server does not answer"}</h2>
      <p className="muted">{refusal ? words : "This page tries again by itself. Is the server running?"}</p>
      {refusal?.request_id ? <p className="muted mono">Request {refusal.request_id}</p> : null}
      <Button variant="default" size="xs" onClick={() => void queryClient.refetchQueries({ type: "active" })}>
        Try again
      </Button>
      {refusal?.field_errors && onClear ? (
        <Button variant="default" size="xs" onClick={onClear}>
          Clear the filters
        </Button>
      ) : null}
    </div>
  );
}

/** What to do next on this page, where the server's sentence is for callers. */
const advice: Partial<Record<ErrorCode, string>> = {
  email_taken: "Another user has this address as verified. Search the users for it to see whom.",
  phone_taken: "Another user has this number as verified. Search the users for it to see whom.",
  primary_must_be_verified: "The primary one must be verified. Mark it verified, or make another one primary first.",
  code_incorrect: "The code is not right. Look at the latest message, or send a new one.",
};

/** The words of an error: each field's first, else what to do next. */
export function messageOf(error: Error) {
  const refusal = refusalOf(error);
  if (!refusal) return "The server does not answer. Nothing was changed. Try again shortly.";
  const fields = refusal.field_errors?.map(({ path, message }) => `${path || "the input"} ${message}`);
  if (fields?.length) return `${fields.join("; ")}.`;
  if (refusal.retry_after) return `${error.message.split(".")[0]}. Try again in ${refusal.retry_after} seconds.`;
  return advice[refusal.error_code] ?? error.message;
}

/** Whether an address names no record: its id is none, or unknown. */
export function isUnknown(error: unknown) {
  const code = refusalOf(error)?.error_code;
  return code === "invalid_input" || code?.endsWith("_not_found") === true;
}

/** What an address shows that leads nowhere, and the ways on. */
export function NotFound() {
  const { pathname } = useLocation();
  const home = homeFor(useSession()?.scopes);
  useTitle("No such page");
  return (
    <div className="fault">
      <h2>There is no such page</h2>
      <p className="muted mono">
        <bdi className="address">{pathname}</bdi>
      </p>
      <p className="muted">
        The address may be wrong, or what it led to is gone. Search for it by a name, an address or an id.
      </p>
      <div className="fault-ways">
        <Button size="xs" leftSection={<IconSearch size={14} />} onClick={openPalette}>
          Search
        </Button>
        <Button size="xs" variant="default" component={Link} to={home.to}>
          Go to {home.title}
        </Button>
      </div>
    </div>
  );
}

export const Crashed = ({ error }: ErrorComponentProps) => (
  <div className="fault" role="alert">
    <h2>This page has failed</h2>
    <p className="muted">{error instanceof Error ? error.message : String(error)}</p>
    <Button variant="default" size="xs" onClick={() => location.reload()}>
      Load it again
    </Button>
  </div>
);
