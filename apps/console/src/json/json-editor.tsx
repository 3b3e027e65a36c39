import { lazy, Suspense } from "react";
import type { JsonCodeProps } from "./json-code.tsx";
import { JsonView } from "./json-view.tsx";

const JsonCode = lazy(() => import("./json-code.tsx"));

/** Edits a JSON document. The editor is loaded when it is first needed; until then the text is shown. */
export const JsonEditor = (props: JsonCodeProps) => (
  <Suspense fallback={<JsonView label={props.label} text={props.text} />}>
    <JsonCode {...props} />
  </Suspense>
);
