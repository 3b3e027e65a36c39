import { Button } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { queryClient, refusalOf } from "../calls/calls.ts";

/** Says what failed, in the server's words, and what to do next. */
export function Fault({ error }: { error: Error }) {
  const refusal = refusalOf(error);
  return (
    <div className="fault" role="alert">
      <h2>{refusal ? "The server refused" : "The server does not answer"}</h2>
      <p className="muted">{refusal ? messageOf(error) : "This page tries again by itself. Is the server running?"}</p>
      {refusal?.request_id ? <p className="muted mono">Request {refusal.request_id}</p> : null}
      <Button variant="default" size="xs" onClick={() => void queryClient.refetchQueries({ type: "active" })}>
        Try again
      </Button>
    </div>
  );
}

/** The words of an error: each field's first, else the server's sentence. */
export function messageOf(error: Error) {
  const refusal = refusalOf(error);
  if (!refusal) return "The server does not answer. Nothing was changed. Try again shortly.";
  const fields = refusal.field_errors?.map(({ path, message }) => `${path || "the input"} ${message}`);
  return fields?.length ? `${fields.join("; ")}.` : error.message;
}

export const NotFound = () => (
  <div className="fault">
    <h2>There is no such page</h2>
    <p>
      <Link to="/users">Go to the users</Link>
    </p>
  </div>
);

export const Crashed = ({ error }: ErrorComponentProps) => (
  <div className="fault" role="alert">
    <h2>This page has failed</h2>
    <p className="muted">{error instanceof Error ? error.message : String(error)}</p>
    <Button variant="default" size="xs" onClick={() => location.reload()}>
      Load it again
    </Button>
  </div>
);
