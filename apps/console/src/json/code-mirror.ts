import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Problem } from "./problems.ts";

/** The page's colours; variables reach into the shadow root. */
const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--link)" },
    { tag: tags.string, color: "var(--ok)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--wait)" },
  ]),
);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--text)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" }, // its host has the outline
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "20px", maxHeight: "60vh" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selected)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--line-strong)" },
});

interface EditorOptions {
  host: HTMLElement;
  label: string;
  text: string;
  onChange(text: string): void;
  onSave(): void;
}

/**
 * CodeMirror in a shadow root, where it may add its styles: the page's policy refuses style elements. The Tab key moves on, as
 * everywhere on the page.
 */
export function openEditor({ host, label, text, onChange, onSave }: EditorOptions) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        json(),
        colours,
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => (onSave(), true) },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    close: () => view.destroy(),
    show: (problems: readonly Problem[]) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => ({ ...problem, severity: "error" as const })),
        ),
      ),
    goTo: ({ from }: Problem) => {
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}

export type Editor = ReturnType<typeof openEditor>;
