import { Button, Modal } from "@mantine/core";
import type { ApproveNextWaitlistUsersResponse } from "@roster/client";
import { requestOf, useRead } from "../calls/calls.ts";
import { useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { useReturnFocus } from "../form/return-focus.ts";
import { nameOf as nameOfUser } from "../person/person.tsx";
import { InTheLog, Outcomes } from "../table/bulk-results.tsx";
import { counted } from "../table/pager.tsx";
import { nameOf } from "./words.ts";

const NAMED = 3;

interface ApproveNextProps {
  onDone(answer: ApproveNextWaitlistUsersResponse): void;
  onClose(): void;
}

/** Approves those who have waited longest. */
export function ApproveNext({ onDone, onClose }: ApproveNextProps) {
  const next = useRead("fetchWaitlist", { per_page: NAMED, include_total: true }).data;
  const form = useCallForm("approveNextWaitlistUsers", {
    initial: { count: "10" },
    input: ({ count }) => ({ count: /^\d+$/.test(count) ? Number(count) : Number.NaN }), // not 1e1
    onDone,
  });
  const names = next?.data.map(nameOf).join(", ");
  const total = next?.total ?? 0;
  return (
    <FormDialog title="Approve who waited longest" form={form} submit="Approve" onClose={onClose}>
      <p className="muted small">
        {!next ? (
          "…"
        ) : total === 0 ? (
          "Nobody waits."
        ) : (
          <>
            {counted(total)} {total === 1 ? "waits" : "wait"}, first <bdi>{names}</bdi>.
          </>
        )}
      </p>
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

interface ApprovedProps {
  answer: ApproveNextWaitlistUsersResponse;
  onClose(): void;
}

/** What became of each of them: the user who was created, or why the entry was refused. */
export function Approved({ answer, onClose }: ApprovedProps) {
  const { results } = answer;
  useReturnFocus();
  const refused = results.filter(({ ok }) => !ok).map(({ waitlist_user_id }) => waitlist_user_id);
  // Who was refused still waits, before all others.
  const left = useRead("fetchWaitlist", { per_page: 100 }, { enabled: refused.length > 0 }).data?.data;
  const nameOfLeft = (wanted: string) => {
    const entry = left?.find(({ id }) => id === wanted);
    return entry ? nameOf(entry) : wanted;
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${counted(results.length - refused.length)} of ${counted(results.length)} approved`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p role="status">
        {results.length === 0
          ? "Nobody waits."
          : refused.length === 0
            ? "They are users now, and each gets a welcome mail."
            : "The refused ones stay in the queue."}
      </p>
      <Outcomes
        rows={results.map((result) =>
          result.ok
            ? {
                id: result.waitlist_user_id,
                name: nameOfUser(result.user),
                beside: result.user.email,
                to: { to: "/users/$id/$tab", params: { id: result.user.id, tab: "overview" } },
              }
            : { id: result.waitlist_user_id, name: nameOfLeft(result.waitlist_user_id), refusal: result.error.message },
        )}
      />
      <InTheLog requests={[requestOf(answer)]} />
      <div className="form-foot">
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
