import "./json.css";

const tokens = /("(?:[^"\\]|\\.)*"(?=\s*:))|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null)/g;

/** The text in pieces, each with what it is. */
function piecesOf(text: string) {
  const pieces: { text: string; kind?: "key" | "string" | "scalar" }[] = [];
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    const kind = match[1] ? "key" : match[2] ? "string" : "scalar";
    pieces.push({ text: text.slice(end, match.index) }, { text: match[0], kind });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(end) }];
}

/** A JSON document to read. Focusable, so that the keyboard can scroll it. */
export const JsonView = ({ label, text }: { label: string; text: string }) => (
  <pre className="json" tabIndex={0} role="region" aria-label={label}>
    {piecesOf(text).map(({ text: piece, kind }, index) =>
      kind ? (
        // The pieces of one text keep their places.
        <span key={index} data-kind={kind}>
          {piece}
        </span>
      ) : (
        piece
      ),
    )}
  </pre>
);
