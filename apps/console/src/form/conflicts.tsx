import "./conflicts.css";

/** A field that somebody else changed since it was read here, in words. */
export interface Conflict {
  name: string;
  label: string;
  mine: string;
  theirs: string;
  /** Which one is saved; undefined until it is chosen. */
  kept: "mine" | "theirs" | undefined;
}

export const areChosen = (conflicts: Conflict[]) => conflicts.every(({ kept }) => kept !== undefined);

interface ConflictsProps {
  conflicts: Conflict[];
  onChoose(name: string, kept: "mine" | "theirs"): void;
}

/** What somebody else changed meanwhile, side by side with what is typed here. Nothing is saved before each is chosen. */
export const Conflicts = ({ conflicts, onChoose }: ConflictsProps) => (
  <section className="conflicts" role="alert" aria-label="Changed by somebody else">
    <p>
      <strong>Somebody else changed this meanwhile.</strong> Nothing is saved yet. Choose what to keep, then save again.
    </p>
    {conflicts.map(({ name, label, mine, theirs, kept }) => (
      <fieldset key={name} className="conflict">
        <legend>
          <bdi>{label}</bdi>
        </legend>
        {(["mine", "theirs"] as const).map((side) => (
          <label key={side} className="conflict-side" data-kept={kept === side || undefined}>
            <input
              type="radio"
              name={`conflict ${name}`}
              checked={kept === side}
              onChange={() => onChoose(name, side)}
            />
            <span>
              <span className="muted small">{side === "mine" ? "Keep mine" : "Take theirs"}</span>
              <bdi>{(side === "mine" ? mine : theirs) || <span className="muted">Empty</span>}</bdi>
            </span>
          </label>
        ))}
      </fieldset>
    ))}
  </section>
);
