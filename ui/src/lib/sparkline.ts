/** A small curve as an SVG path within a box; what is not finite is a gap, a single point a dash. */
export function sparkPath(x: number[], y: number[], width: number, height: number): string {
  const finite = x.map((_, i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  const xs = x.filter((_, i) => finite[i]);
  const ys = y.filter((_, i) => finite[i]);
  if (xs.length === 0) return "";
  const place = (value: number, all: number[], size: number) => {
    const low = Math.min(...all);
    const span = Math.max(...all) - low;
    return span > 0 ? ((value - low) / span) * size : size / 2;
  };
  let path = "";
  let isDown = false;
  for (let i = 0; i < x.length; i++) {
    if (!finite[i]) {
      isDown = false;
      continue;
    }
    const px = place(x[i] ?? 0, xs, width).toFixed(1);
    const py = (height - place(y[i] ?? 0, ys, height)).toFixed(1);
    path += `${isDown ? "L" : "M"}${px} ${py}`;
    // A point between gaps is seen, too: a line of no length has round ends.
    if (!isDown && !finite[i + 1]) path += "h0";
    isDown = true;
  }
  return path;
}

const telling = [/val.*(loss|acc|auc|f1|score)/i, /loss|acc|auc|f1|score|reward/i];

/** Which series says best how a run goes: a validation metric, then any well-known one, then any but the machine's. */
export function tellingSeries(names: { path: string; kind: string }[]): string | undefined {
  const curves = names
    .filter((one) => one.kind === "floatSeries" && !one.path.startsWith("monitoring/"))
    .map((one) => one.path);
  for (const pattern of telling) {
    const found = curves.find((path) => pattern.test(path));
    if (found) return found;
  }
  return curves[0];
}
