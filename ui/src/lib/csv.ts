/** Rows of a text with separated values, as RFC 4180 quotes them; ragged rows are kept as they are. */
export function parseTable(text: string, separator = guess(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (; at < text.length; at++) {
    const sign = text[at] as string;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === separator) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

/** The sign that the first line has most of. */
function guess(text: string): string {
  const line = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
  const count = (sign: string) => line.split(sign).length;
  return [",", "\t", ";"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Whether each filled cell of a column reads as a number, so that it sorts and stands as one. */
export const isNumeric = (rows: readonly string[][], column: number) =>
  rows.some((row) => row[column]) &&
  rows.every((row) => !row[column] || !Number.isNaN(Number(row[column])) || /^nan$/i.test(row[column]));

/** Rows in the order of a column; empty cells last in either direction. */
export function sortRows(rows: readonly string[][], column: number, descending: boolean): string[][] {
  const numeric = isNumeric(rows, column);
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column] ?? "", b[column] ?? ""];
    if (x === "" || y === "") return Number(x === "") - Number(y === "");
    if (numeric) {
      const [m, n] = [Number(x), Number(y)];
      if (Number.isNaN(m) || Number.isNaN(n)) return Number(Number.isNaN(m)) - Number(Number.isNaN(n));
      return sign * (m - n);
    }
    return sign * x.localeCompare(y, "en", { numeric: true });
  });
}
