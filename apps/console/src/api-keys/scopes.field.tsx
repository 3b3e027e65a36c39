import { Button } from "@mantine/core";
import { type Scope, scopes } from "@roster/contract/scopes";
import { useCan } from "../session/session.ts";
import { groupsOf, readOnly } from "./scopes.ts";
import "./scopes.css";

interface ScopesFieldProps {
  chosen: ReadonlySet<Scope>;
  onChange(chosen: ReadonlySet<Scope>): void;
  fault: boolean;
}

/** Chooses what a key may do, by what it is about, and says what that amounts to. */
export function ScopesField({ chosen, onChange, fault }: ScopesFieldProps) {
  const can = useCan();
  const own = scopes.filter((scope) => can(scope));
  const groups = groupsOf(own);

  function toggle(scope: Scope) {
    const changed = new Set(chosen);
    if (!changed.delete(scope)) changed.add(scope);
    onChange(changed);
  }
  const quick = [
    ["Everything", own],
    ["Read only", readOnly(own)],
  ] as const;

  return (
    <fieldset className="scopes">
      <legend>What it may do</legend>
      <div className="scopes-quick">
        {quick.map(([words, some]) => {
          const isChosen = chosen.size === some.length && some.every((scope) => chosen.has(scope));
          return (
            <Button
              key={words}
              size="compact-xs"
              variant={isChosen ? "filled" : "default"}
              aria-pressed={isChosen}
              onClick={() => onChange(new Set(isChosen ? [] : some))}
            >
              {words}
            </Button>
          );
        })}
        <span className="muted small">{own.length < scopes.length ? "No more than you may do yourself." : ""}</span>
      </div>
      <div className="scopes-groups">
        {groups.map(({ title, scopes: some }) => (
          <fieldset key={title} className="scopes-group">
            <legend className="hidden">{title}</legend>
            <span className="scopes-noun" aria-hidden="true">
              {title}
            </span>
            <span className="scopes-choices">
              {some.map(({ scope, may }) => (
                <label key={scope} className="check">
                  <input type="checkbox" checked={chosen.has(scope)} onChange={() => toggle(scope)} />
                  {may}
                </label>
              ))}
            </span>
            <p className="muted small">
              {some
                .filter(({ scope }) => chosen.has(scope))
                .map(({ consequence }) => consequence)
                .join(" ") || "No access."}
            </p>
          </fieldset>
        ))}
      </div>
      {fault ? (
        <p className="refusal" role="alert">
          Choose at least one.
        </p>
      ) : null}
    </fieldset>
  );
}
