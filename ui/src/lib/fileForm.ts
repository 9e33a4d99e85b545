/** In which form a file is shown. */
export type FileForm =
  | "image"
  | "html"
  | "pdf"
  | "audio"
  | "video"
  | "markdown"
  | "table"
  | "json"
  | "notebook"
  | "text"
  | "other";

const endings: [FileForm, RegExp][] = [
  ["image", /\.(png|jpe?g|gif|webp|avif|bmp|ico|svg)$/i],
  ["html", /\.html?$/i],
  ["pdf", /\.pdf$/i],
  ["audio", /\.(mp3|wav|ogg|flac|m4a|opus)$/i],
  ["video", /\.(mp4|webm|mov|ogv)$/i],
  ["markdown", /\.(md|markdown)$/i],
  ["table", /\.(csv|tsv)$/i],
  ["json", /\.json$/i],
  ["notebook", /\.ipynb$/i],
  [
    "text",
    /(\.(txt|log|py|js|mjs|ts|tsx|jsx|jsonl|ya?ml|toml|ini|cfg|conf|sh|bash|c|h|cc|cpp|hpp|cu|cs|java|go|rs|rb|r|jl|sql|css|xml|diff|patch|tex|env|lock|gitignore|properties)|(^|\/)(Makefile|Dockerfile|LICENSE|README|requirements[^/]*))$/i,
  ],
];

const types: [FileForm, RegExp][] = [
  ["html", /^text\/html/],
  ["pdf", /^application\/pdf/],
  ["image", /^image\//],
  ["audio", /^audio\//],
  ["video", /^video\//],
  ["markdown", /^text\/markdown/],
  ["table", /^text\/(csv|tab-separated-values)/],
  ["json", /json/],
  ["text", /^text\/|xml|yaml|javascript/],
];

/** By the name's ending, because clients often tell no better type than "bytes"; else by the type. */
export function formOf(name: string, mimeType: string | undefined): FileForm {
  const find = (list: [FileForm, RegExp][], text: string) =>
    list.find(([, pattern]) => pattern.test(text))?.[0];
  return find(endings, name) ?? find(types, mimeType ?? "") ?? "other";
}

const madeUp = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(\.\w+)?$/i;

/** What a file is called: as its client named it; where that made a name up, as its attribute is, with the ending. */
export function fileTitle(name: string | undefined | null, path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  if (!name) return last;
  const found = madeUp.exec(name);
  if (!found) return name;
  const ending = found[1] === undefined || found[1] === ".bin" ? "" : found[1];
  return last.toLowerCase().endsWith(ending.toLowerCase()) ? last : last + ending;
}

/** Whether what was read of a file is a text, whatever its client called it. */
export function isText(content: string): boolean {
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 27))
      return false;
  }
  return true;
}
