import type { Metadata } from "@roster/client";
import { useEffect, useMemo, useRef } from "react";
import { type Editor, openEditor } from "./code-mirror.ts";
import { type DocumentFault, lineNumberOf, placed, problemsOf } from "./problems.ts";

export interface JsonCodeProps {
  label: string;
  text: string;
  /** The document as it is stored. */
  before: Metadata;
  /** The server's errors of this text. */
  faults: readonly DocumentFault[];
  onChange(text: string): void;
  onSave(): void;
}

/** A JSON document as text, and what is wrong with it at its line. */
export default function JsonCode({ label, text, before, faults, onChange, onSave }: JsonCodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const shown = useRef("");
  const calls = useRef({ onChange, onSave });
  calls.current = { onChange, onSave };
  const problems = useMemo(
    () => [...problemsOf(text, before), ...faults.map((fault) => placed(text, fault))],
    [text, before, faults],
  );

  // A text that was not typed here, such as after a conflict, opens the editor anew.
  useEffect(() => {
    if (!host.current || (editor.current && shown.current === text)) return;
    const isFirst = editor.current === undefined;
    editor.current?.close();
    shown.current = text;
    editor.current = openEditor({
      host: host.current,
      label,
      text,
      onChange: (typed) => {
        shown.current = typed;
        calls.current.onChange(typed);
      },
      onSave: () => calls.current.onSave(),
    });
    if (isFirst) editor.current.focus();
  }, [label, text]);
  useEffect(() => () => editor.current?.close(), []);
  useEffect(() => editor.current?.show(problems), [problems]);

  return (
    <>
      <div ref={host} className="json-host" />
      <div role="status">
        <ul className="json-problems" aria-label={`Problems of ${label}`}>
          {problems.map((problem) => (
            <li key={`${problem.from} ${problem.message}`}>
              <button type="button" onClick={() => editor.current?.goTo(problem)}>
                Line {lineNumberOf(text, problem)}
              </button>
              <span>{problem.message}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
