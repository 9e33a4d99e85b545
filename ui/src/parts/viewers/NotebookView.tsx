import { useMemo } from "react";
import { type NotebookCell, type NotebookOutput, readNotebook } from "../../lib/notebook";
import { Markdown } from "../Markdown";
import { CodeView } from "./CodeView";

/** A Jupyter notebook: its cells, and what they printed. */
export function NotebookView({ text, name }: { text: string; name: string }) {
  const book = useMemo(() => readNotebook(text), [text]);
  if (!book) return <CodeView text={text} name={name} />;
  return (
    <div>
      {book.cells.map((cell, i) => (
        <Cell key={i} cell={cell} language={book.language} />
      ))}
    </div>
  );
}

function Cell({ cell, language }: { cell: NotebookCell; language: string }) {
  if (cell.kind === "markdown")
    return (
      <div className="cell">
        <span />
        <Markdown text={cell.text} />
      </div>
    );
  return (
    <div className="cell">
      <span className="mark">[{cell.count ?? " "}]</span>
      <div>
        <CodeView text={cell.text} name={cell.kind === "raw" ? "text" : `cell.${language}`} />
        {cell.outputs.map((output, i) => (
          <div key={i} className="output">
            <Output output={output} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Output({ output: { form, text } }: { output: NotebookOutput }) {
  switch (form) {
    case "image":
    case "svg":
      return <img src={text} alt="Output" />;
    case "markdown":
      return <Markdown text={text} />;
    case "html":
      // An opaque origin: its scripts see neither the session nor this page.
      return (
        <iframe
          className="frame-view"
          sandbox="allow-scripts"
          srcDoc={text}
          title="Output"
          style={{ blockSize: 320 }}
        />
      );
    default:
      return (
        <pre dir="auto" style={{ color: form === "error" ? "var(--mantine-color-error)" : undefined }}>
          {text}
        </pre>
      );
  }
}
