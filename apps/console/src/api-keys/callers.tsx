import { useRead } from "../calls/calls.ts";
import { useCan } from "../session/session.ts";
import { useView } from "../table/view.ts";

/** The actor of whoever has signed in by a link. */
const operator = "console";

/** The newest keys by id, for who may see keys. */
function useKeys() {
  const mayRead = useCan()("api_keys:manage");
  const { data } = useRead("fetchApiKeys", { per_page: 100 }, { enabled: mayRead });
  return new Map(data?.data.map(({ id, name }) => [id, name]));
}

/** Who made a change: a key by its name, else the caller's name. */
export function Caller({ of }: { of: string }) {
  return <bdi>{useKeys().get(of) ?? (of === operator ? "Console" : of)}</bdi>;
}

/** A filter by who made a change. */
export function CallerFilter({ name, label }: { name: string; label: string }) {
  const [view, setView] = useView();
  const keys = useKeys();
  const chosen = view[name] ?? "";
  const isKnown = chosen === "" || chosen === operator || keys.has(chosen);
  return (
    <select
      className="select"
      aria-label={label}
      value={chosen}
      onChange={({ currentTarget }) => void setView({ [name]: currentTarget.value })}
    >
      <option value="">Anybody</option>
      <option value={operator}>Console</option>
      {isKnown ? null : <option value={chosen}>{chosen}</option>}
      {[...keys].map(([id, words]) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  );
}
