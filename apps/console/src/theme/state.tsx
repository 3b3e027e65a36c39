/** What a word means, said by its colour as well. */
export type Meaning = "ok" | "wait" | "wrong" | "off" | "accent";

/** A state of a record: a word beside a dot. */
export const State = ({ meaning, children }: { meaning: Meaning; children: string }) => (
  <span className="state" data-meaning={meaning}>
    {children}
  </span>
);

/** A quality of a record: a word on its colour. */
export const Badge = ({ meaning = "off", children }: { meaning?: Meaning; children: string }) => (
  <span className="badge" data-meaning={meaning}>
    {children}
  </span>
);
