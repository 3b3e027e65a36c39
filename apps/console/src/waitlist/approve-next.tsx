import { Button, Modal } from "@mantine/core";
import type { ApprovalResult, WaitlistUser } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { nameOf } from "../person/person.tsx";
import { counted } from "../table/pager.tsx";

interface ApproveNextProps {
  /** Those at the head of the queue, as far as they are known. */
  waiting: WaitlistUser[];
  onClose(): void;
}

/** Approves those who have waited longest, and says what became of each. */
export function ApproveNext({ waiting, onClose }: ApproveNextProps) {
  const [results, setResults] = useState<ApprovalResult[]>();
  const form = useCallForm("approveNextWaitlistUsers", {
    initial: { count: "10" },
    input: ({ count }) => ({ count: Number(count) }),
    onDone: (answer) => setResults(answer.results),
  });
  if (results) return <Results results={results} waiting={waiting} onClose={onClose} />;
  return (
    <FormDialog title="Approve who waited longest" form={form} submit="Approve" onClose={onClose}>
      <Field
        form={form}
        name="count"
        label="How many"
        type="number"
        hint="At most 100. Each becomes a user and gets a welcome mail with a link to set a password"
        isRequired
      />
    </FormDialog>
  );
}

function Results({ results, waiting, onClose }: ApproveNextProps & { results: ApprovalResult[] }) {
  const approved = results.filter(({ ok }) => ok).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${counted(approved)} of ${counted(results.length)} approved`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {results.length === 0 ? <p role="status">Nobody waits.</p> : null}
      <ul className="bulk-refused" aria-label="Results" tabIndex={0}>
        {results.map((result) => (
          <li key={result.waitlist_user_id}>
            {result.ok ? (
              <>
                <Link to="/users/$id/$tab" params={{ id: result.user.id, tab: "overview" }} className="cut">
                  <bdi>{nameOf(result.user)}</bdi>
                </Link>
                <bdi className="muted small">{result.user.email}</bdi>
              </>
            ) : (
              <>
                <bdi className="cut">
                  {waiting.find(({ id }) => id === result.waitlist_user_id)?.email ?? result.waitlist_user_id}
                </bdi>
                <span className="refusal">{result.error.message}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="form-foot">
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
