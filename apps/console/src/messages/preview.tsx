import type { Message } from "@roster/client";
import { useRead } from "../calls/calls.ts";
import { messageOf } from "../shell/faults.tsx";

/** What stands in place of a link's token or a code. */
const HIDDEN = "••••••";

/** What a message says, with the place of its secret marked. */
export function Preview({ message }: { message: Message }) {
  const { data, error } = useRead("fetchMessagePreview", { message_id: message.id });
  const title = message.state === "sent" ? "What it said" : "What it says";
  return (
    <section className="preview" aria-label={title}>
      <h3>{title}</h3>
      {error && !data ? <p className="muted small">{messageOf(error)}</p> : null}
      {data ? (
        <>
          {/* Focusable, so that the keyboard can scroll it. */}
          <div className="preview-text" tabIndex={0} role="group" aria-label="Text">
            {data.subject === null ? null : <b>{data.subject}</b>}
            <bdi>{marked(data.text)}</bdi>
          </div>
          {data.text.includes(HIDDEN) ? (
            <p className="muted small">
              <mark>{HIDDEN}</mark> stands for the {data.text.includes(`=${HIDDEN}`) ? "secret of the link" : "code"},
              which only the recipient sees.
            </p>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

const marked = (text: string) =>
  text.split(HIDDEN).flatMap((part, index) => (index === 0 ? [part] : [<mark key={index}>{HIDDEN}</mark>, part]));
