import uPlot from "uplot";
import type { Buckets } from "../api/types";
import { formatNumber, toNumber } from "../lib/format";
import { ema, nearestIndex } from "../lib/smoothing";

export interface ChartSeries {
  label: string;
  colour: string;
  dash?: number[];
  /** Whose it is: what lights up together in all charts. */
  run?: string;
  buckets: Buckets;
}

/** A value that may still change, beyond the last point. */
export interface PreviewAt {
  x: number;
  value: number;
  /** How complete it is, 0 to 1. */
  completion: number;
}

/** The numbers of one series, rows without a finite x left out. */
export interface Columns {
  x: number[];
  last: number[];
  min: number[];
  max: number[];
  count: number[];
  /** Where values that are no finite numbers lie. */
  odd: number[];
  /** In x order. */
  previews: PreviewAt[];
}

export function columnsOf(buckets: Buckets, logX = false): Columns {
  const result: Columns = { x: [], last: [], min: [], max: [], count: [], odd: [], previews: [] };
  buckets.x.forEach((value, i) => {
    const x = toNumber(value);
    if (!Number.isFinite(x) || (logX && x <= 0)) return;
    if (buckets.nonFinite[i]) result.odd.push(x);
    result.x.push(x);
    result.last.push(toNumber(buckets.last[i]));
    result.min.push(toNumber(buckets.min[i]));
    result.max.push(toNumber(buckets.max[i]));
    result.count.push(buckets.count[i] ?? 1);
  });
  result.previews = (buckets.previews ?? [])
    .map(({ x, value, completion }) => ({
      x: toNumber(x),
      value: toNumber(value),
      completion: toNumber(completion),
    }))
    .filter(({ x }) => Number.isFinite(x) && (!logX || x > 0))
    .sort((a, b) => a.x - b.x);
  return result;
}

type Line = (number | null)[];

/** Which series have previews: each of these has one more line, after all others. */
export const previewed = (columns: readonly Columns[]): number[] =>
  columns.flatMap((c, k) => (c.previews.length > 0 ? [k] : []));

/** The dashed line: from the last point through the previews. */
function ahead(c: Columns, logY: boolean): [number[], Line] {
  const last = c.x.length - 1;
  const points = last < 0 ? [] : [{ x: c.x[last] ?? 0, value: c.last[last] ?? Number.NaN }];
  const all = [...points, ...c.previews];
  return [
    all.map(({ x }) => x),
    drawable(
      all.map(({ value }) => value),
      logY,
    ),
  ];
}

/** Per series: max, min, raw, and with smoothing the averaged line; then the lines of previews; on the union of all x. */
export const linesPerSeries = (smoothing: number) => (smoothing > 0 ? 4 : 3);

export function alignedData(
  columns: readonly Columns[],
  logY: boolean,
  averages: readonly (number[] | undefined)[],
): uPlot.AlignedData {
  const lines = columns.map((c, k): uPlot.AlignedData => {
    const average = averages[k];
    const floor = logY ? smallestPositive(c) : undefined;
    const lines: Line[] = [
      drawable(c.max, logY),
      // A logarithmic axis has no zero: the envelope then runs down to the smallest value that can be shown.
      c.min.map((v, i) => (floor !== undefined && v <= 0 && (c.max[i] ?? 0) > 0 ? floor : shown(v, logY))),
      drawable(c.last, logY),
    ];
    if (average) lines.push(drawable(average, logY));
    return [c.x, ...lines] as uPlot.AlignedData;
  });
  const dashed = previewed(columns).map((k) => ahead(columns[k] as Columns, logY) as uPlot.AlignedData);
  const tables = [...lines, ...dashed];
  if (tables.length === 0) return [[]];
  return tables.length === 1 && tables[0] ? tables[0] : uPlot.join(tables);
}

const shown = (value: number, logY: boolean) =>
  Number.isFinite(value) && (!logY || value > 0) ? value : null;
const drawable = (values: number[], logY: boolean): Line => values.map((v) => shown(v, logY));

function smallestPositive(c: Columns): number | undefined {
  let best = Number.POSITIVE_INFINITY;
  for (const list of [c.min, c.last, c.max, c.previews.map(({ value }) => value)])
    for (const v of list) if (v > 0 && v < best) best = v;
  return Number.isFinite(best) ? best : undefined;
}

/** Values with a gap on both sides make no line, so they get a dot. */
export function isolated(values: ArrayLike<number | null | undefined>): number[] {
  const result: number[] = [];
  let current = -1;
  let length = 0;
  const close = () => {
    if (length === 1) result.push(current);
    length = 0;
  };
  for (let i = 0; i < values.length; i++) {
    if (values[i] === null) close();
    else if (values[i] !== undefined) {
      current = i;
      length++;
    }
  }
  close();
  return result;
}

/** The averaged line of each series; none without smoothing. */
export const averagesOf = (columns: readonly Columns[], smoothing: number) =>
  columns.map((c) => (smoothing > 0 ? ema(c.last, c.count, smoothing) : undefined));

export interface TipRow {
  label: string;
  colour: string;
  run: string | undefined;
  value: number;
  average: number | undefined;
  detail: string;
}

/** What each series holds nearest to x, largest first; series that do not reach x are left out. */
export function tipRows(
  series: readonly ChartSeries[],
  columns: readonly Columns[],
  averages: readonly (number[] | undefined)[],
  x: number,
  slack: number,
): TipRow[] {
  const rows: TipRow[] = [];
  series.forEach((s, k) => {
    const c = columns[k];
    const i = c ? nearestIndex(c.x, x) : -1;
    if (!c || (i < 0 && c.previews.length === 0)) return;
    const first = c.x[0] ?? c.previews[0]?.x ?? x;
    const end = c.previews.at(-1)?.x ?? c.x.at(-1) ?? x;
    if (x < first - slack || x > end + slack) return;
    const preview = previewAt(c, x, c.x[i]);
    if (preview) {
      const detail = `preview, ${Math.round(preview.completion * 100)} % complete`;
      const { label, colour, run } = s;
      rows.push({ label, colour, run, value: preview.value, average: undefined, detail });
      return;
    }
    const low = c.min[i] ?? Number.NaN;
    const high = c.max[i] ?? Number.NaN;
    const detail =
      (c.count[i] ?? 1) > 1 && low !== high ? `${formatNumber(low)} … ${formatNumber(high)}` : "";
    rows.push({
      label: s.label,
      colour: s.colour,
      run: s.run,
      value: c.last[i] ?? Number.NaN,
      average: averages[k]?.[i],
      detail,
    });
  });
  const rank = (v: number) => (Number.isNaN(v) ? Number.NEGATIVE_INFINITY : v);
  return rows.sort((a, b) => (rank(a.value) === rank(b.value) ? 0 : rank(b.value) - rank(a.value)));
}

/** The preview that lies nearer to x than the nearest point does. */
function previewAt(c: Columns, x: number, nearest: number | undefined): PreviewAt | undefined {
  const found =
    c.previews[
      nearestIndex(
        c.previews.map((preview) => preview.x),
        x,
      )
    ];
  const isNearer =
    found && (nearest === undefined || Math.abs(found.x - x) < Math.abs(nearest - x) || found.x === x);
  return isNearer ? found : undefined;
}

export const faded = (colour: string, percent: number) =>
  /^#[0-9a-f]{6}$/i.test(colour)
    ? colour +
      Math.round((percent / 100) * 255)
        .toString(16)
        .padStart(2, "0")
    : `color-mix(in srgb, ${colour} ${percent}%, transparent)`;
