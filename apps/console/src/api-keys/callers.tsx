import { useState } from "react";
import { useRead } from "../calls/calls.ts";
import { useCan } from "../session/session.ts";
import { TextFilter } from "../table/filters.tsx";
import { useView } from "../table/view.ts";

/** The actor of whoever has signed in by a link. */
const operator = "console";

/** The newest keys by id, for who may see keys. */
function useKeys() {
  const mayRead = useCan()("api_keys:manage");
  const { data } = useRead("fetchApiKeys", { per_page: 100 }, { enabled: mayRead });
  return new Map(data?.data.map(({ id, name }) => [id, name]));
}

/** The caller of a change: the name of an API key, or of an in-process caller. */
export function Caller({ of }: { of: string }) {
  return <bdi>{useKeys().get(of) ?? (of === operator ? "Console" : of)}</bdi>;
}

/** Chosen to type the name of a caller. */
const another = "?";

/** A filter by who made a change. With `takesOthers`, a caller within the server's process is typed by name. */
export function CallerFilter({ name, label, takesOthers }: { name: string; label: string; takesOthers?: boolean }) {
  const [view, setView] = useView();
  const keys = useKeys();
  const [isTyping, setTyping] = useState(false);
  const chosen = view[name] ?? "";
  const isKnown = chosen === "" || chosen === operator || keys.has(chosen);
  const choose = (value: string) => {
    setTyping(value === another);
    void setView({ [name]: value === another ? undefined : value });
  };
  return (
    <>
      <select
        className="select"
        aria-label={label}
        value={isTyping && chosen === "" ? another : chosen}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">Anybody</option>
        <option value={operator}>Console</option>
        {isKnown ? null : <option value={chosen}>{chosen}</option>}
        {[...keys].map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
        {takesOthers ? <option value={another}>Another caller…</option> : null}
      </select>
      {isTyping && chosen === "" ? (
        <TextFilter name={name} label="Name of the caller" placeholder="Name, such as cli, or a key’s id" />
      ) : null}
    </>
  );
}
