import type { UserInvitation } from "@roster/client";
import { State } from "../theme/state.tsx";
import { states } from "./words.ts";

type Sending = Pick<NonNullable<UserInvitation["delivery"]>, "state" | "attempts" | "last_error">;

/** Whether a mail arrived, how often it was tried, and why it did not. */
export function Delivery({ delivery }: { delivery: Sending | null }) {
  if (delivery === null) return <span className="muted">No mail</span>;
  const { state, attempts, last_error } = delivery;
  const [words, meaning] = states[state];
  const counted = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const isTried = attempts > 1 || (attempts === 1 && state !== "sent");
  const tried = state === "queued" ? `${counted} failed` : `${words}, ${counted}`;
  return (
    <span className="lines">
      <State meaning={meaning}>{isTried ? tried : words}</State>
      {last_error !== null && state !== "sent" ? <bdi className="cut muted small">{last_error}</bdi> : null}
    </span>
  );
}
