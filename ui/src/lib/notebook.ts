/** A cell of a Jupyter notebook, as far as it is shown. */
export interface NotebookCell {
  kind: "markdown" | "code" | "raw";
  text: string;
  count?: number;
  outputs: NotebookOutput[];
}

/** What a cell printed or returned, in the richest form that is shown. */
export interface NotebookOutput {
  form: "text" | "error" | "image" | "svg" | "html" | "markdown";
  /** Of an image: the address of its data. */
  text: string;
}

type Json = Record<string, unknown>;
const joined = (value: unknown) =>
  Array.isArray(value) ? value.join("") : typeof value === "string" ? value : "";
// Colour codes of terminals.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const plain = (text: string) => text.replace(/\u001b\[[\d;]*m/g, "");

/** The cells of a notebook of format 3 or 4, and its language; undefined when the text is none. */
export function readNotebook(text: string): { language: string; cells: NotebookCell[] } | undefined {
  let book: Json;
  try {
    book = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const cells = book?.cells ?? (book?.worksheets as Json[] | undefined)?.[0]?.cells;
  if (!Array.isArray(cells)) return undefined;
  const metadata = (book.metadata ?? {}) as Json;
  const language = (metadata.kernelspec as Json)?.language ?? (metadata.language_info as Json)?.name;
  return { language: typeof language === "string" ? language : "python", cells: cells.map(readCell) };
}

function readCell(cell: Json): NotebookCell {
  const kind = cell.cell_type === "markdown" ? "markdown" : cell.cell_type === "code" ? "code" : "raw";
  const count = cell.execution_count ?? cell.prompt_number;
  return {
    kind,
    text: joined(cell.source ?? cell.input),
    count: typeof count === "number" ? count : undefined,
    outputs: (Array.isArray(cell.outputs) ? (cell.outputs as Json[]) : []).flatMap(readOutput),
  };
}

function readOutput(output: Json): NotebookOutput[] {
  if (output.output_type === "error" || output.output_type === "pyerr")
    return [
      { form: "error", text: plain(joined((output.traceback as string[])?.map((line) => `${line}\n`))) },
    ];
  if (output.output_type === "stream") return [{ form: "text", text: plain(joined(output.text)) }];
  const data = (output.data ?? {}) as Json;
  for (const type of ["image/png", "image/jpeg"])
    if (data[type])
      return [{ form: "image", text: `data:${type};base64,${joined(data[type]).replace(/\s/g, "")}` }];
  if (data["image/svg+xml"])
    return [{ form: "svg", text: `data:image/svg+xml,${encodeURIComponent(joined(data["image/svg+xml"]))}` }];
  if (data["text/html"]) return [{ form: "html", text: joined(data["text/html"]) }];
  if (data["text/markdown"]) return [{ form: "markdown", text: joined(data["text/markdown"]) }];
  const text = plain(joined(data["text/plain"] ?? output.text));
  return text ? [{ form: "text", text }] : [];
}
