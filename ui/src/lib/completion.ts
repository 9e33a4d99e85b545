/*
 * What could stand where the caret is in a filter. It reads the text up to the caret only, and forgives everything: the
 * server is the judge of queries.
 */

export interface Spot {
  /** What is to be written there. */
  wants: "condition" | "operator" | "value" | "connective";
  /** The half-written word, and where it begins; what is accepted takes its place. */
  word: string;
  start: number;
  /** The attribute whose value is wanted, as it was written. */
  of?: string;
}

interface Token {
  text: string;
  kind: "word" | "quoted" | "name" | "operator" | "open" | "close" | "comma";
  start: number;
  end: number;
  isOpen?: boolean;
}

const pattern =
  /\s*(?:("|'|`)((?:\\.|(?!\1).)*)(\1?)|(==|!=|<=|>=|=~|!~|=|<|>)|([([])|([)\]])|(,)|([^\s()[\],=<>!~"'`]+|[!~]))/gsu;
const connectives = new Set(["and", "or", "not"]);
const wordOperators = new Set(["contains", "matches", "in", "exists", "is", "not", "like"]);

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, quote, inside, closing, operator, open, close, comma, word] = match;
    const end = match.index + whole.length;
    const start = match.index + (whole.length - whole.trimStart().length);
    if (quote)
      found.push({
        text: inside ?? "",
        kind: quote === "`" ? "name" : "quoted",
        start,
        end,
        isOpen: !closing,
      });
    else if (operator) found.push({ text: operator, kind: "operator", start, end });
    else if (open) found.push({ text: open, kind: "open", start, end });
    else if (close) found.push({ text: close, kind: "close", start, end });
    else if (comma) found.push({ text: comma, kind: "comma", start, end });
    else found.push({ text: word ?? "", kind: "word", start, end });
  }
  return found;
}

export function spotAt(text: string, caret: number): Spot {
  const before = text.slice(0, caret);
  const all = tokens(before);
  const last = all.at(-1);
  // A word that the caret touches is still being written.
  const isHalf = !!last && (last.isOpen || (last.end === caret && last.kind === "word"));
  const half = isHalf ? last : undefined;
  const done = half ? all.slice(0, -1) : all;
  const spot = { word: half?.text ?? "", start: half?.start ?? caret };
  const short = half && /^(\w+):(.*)$/u.exec(half.text);
  if (short?.[1])
    return { wants: "value", of: short[1], word: short[2] ?? "", start: spot.start + short[1].length + 1 };

  let wants: Spot["wants"] = "condition";
  let of: string | undefined;
  let inList = false;
  for (const { kind, text: word } of done) {
    const lower = word.toLowerCase();
    if (kind === "open") {
      if (wants === "value") inList = true;
      else wants = "condition";
    } else if (kind === "close") {
      inList = false;
      wants = wants === "operator" || wants === "condition" ? "operator" : "connective";
    } else if (kind === "comma") wants = "value";
    else if (kind === "operator") wants = "value";
    else if (wants === "operator" && kind === "word" && wordOperators.has(lower))
      wants = lower === "exists" ? "connective" : lower === "not" ? "operator" : "value";
    else if (kind === "word" && connectives.has(lower) && !inList) wants = "condition";
    else if (wants === "value") wants = inList ? "value" : "connective";
    else if (kind === "word" || kind === "name") {
      // A bare word may be a search on its own, or a name that goes on.
      wants = "operator";
      of = word;
    } else wants = "connective";
  }
  if (half?.kind === "name") wants = "condition";
  if (half?.kind === "quoted" && wants !== "value") return { ...spot, wants: "connective" };
  return wants === "value"
    ? { ...spot, wants, of }
    : { ...spot, wants, ...(wants === "operator" ? { of } : {}) };
}

/** The text with the half-written word replaced, and where the caret comes to stand. */
export function accepted(
  text: string,
  caret: number,
  spot: Spot,
  chosen: string,
): { text: string; caret: number } {
  const rest = text.slice(caret);
  const space = chosen.endsWith(":") || rest.startsWith(" ") ? "" : " ";
  const next = text.slice(0, spot.start) + chosen + space;
  return { text: next + rest, caret: next.length + (rest.startsWith(" ") ? 1 : 0) };
}
