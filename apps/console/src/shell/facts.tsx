import { Fragment, type ReactNode } from "react";
import "./facts.css";

/** Facts of a record: a word for each, its value, and what can be done with it. */
export const Facts = ({
  facts,
}: {
  facts: readonly (readonly [word: string, value: ReactNode, beside?: ReactNode])[];
}) => (
  <dl className="facts">
    {facts.map(([word, value, beside]) => (
      <Fragment key={word}>
        <dt>{word}</dt>
        <dd>
          {typeof value === "string" ? <bdi>{value}</bdi> : value} {beside}
        </dd>
      </Fragment>
    ))}
  </dl>
);
