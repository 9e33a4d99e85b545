import type uPlot from "uplot";
import type { Axis } from "../api/types";
import { formatDuration, formatNumber, formatUtc } from "../lib/format";
import { type ChartSeries, faded, isolated, linesPerSeries } from "./chartData";

export const formatX = (axis: Axis, x: number) =>
  axis === "step" ? `step ${formatNumber(x)}` : axis === "relativeTime" ? formatDuration(x) : formatUtc(x);

export interface ChartHandlers {
  onCursor: (u: uPlot) => void;
  onSelect: (u: uPlot) => void;
  onReset: (u: uPlot) => void;
  onDraw: (u: uPlot) => void;
}

interface Look {
  axis: Axis;
  logX: boolean;
  logY: boolean;
  envelope: boolean;
  smoothing: number;
  dark: boolean;
  /** What the chart lies on. */
  ground: string;
  width: number;
  height: number;
}

const fewPoints = 16;

/** How a series is drawn, and whether previews go on from it. */
export type SeriesStyle = Omit<ChartSeries, "buckets"> & { hasPreviews: boolean };

export function chartOptions(
  series: readonly SeriesStyle[],
  look: Look,
  handlers: ChartHandlers,
): uPlot.Options {
  const { axis, logX, logY, envelope, smoothing, dark, width, height } = look;
  const per = linesPerSeries(smoothing);
  const ink = dark ? "#c1c2c5" : "#495057";
  const grid = { stroke: dark ? "#ffffff14" : "#00000012", width: 1 };
  const font = "11px system-ui, sans-serif";
  const common = { stroke: ink, grid, ticks: grid, font };
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    scales: { x: { time: axis === "time", distr: logX ? 3 : 1 }, y: { distr: logY ? 3 : 1 } },
    axes: [
      { ...common, size: 32, ...xValues(axis) },
      { ...common, size: 56, values: (_u, splits) => splits.map((v) => (v === null ? "" : formatNumber(v))) },
    ],
    series: [
      {},
      ...series.flatMap((s) => lines(s, smoothing)),
      ...series.flatMap((s, k) => (s.hasPreviews ? [previewLine(s, 3 + k * per, look.ground)] : [])),
    ],
    bands: envelope
      ? series.map((s, k) => ({
          series: [1 + k * per, 2 + k * per] as [number, number],
          fill: faded(s.colour, smoothing > 0 ? 12 : 20),
        }))
      : [],
    cursor: {
      y: false,
      // A click holds the crosshair and what it reads, another lets it go.
      lock: true,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      // Only the movement is shared: one person zooming one chart must not zoom all others by pixels.
      sync: { key: `shipslog-${axis}`, setSeries: false, scales: ["x", null], filters: { pub: isMove } },
      bind: {
        dblclick: (u) => () => {
          handlers.onReset(u);
          return null;
        },
      },
    },
    hooks: { setCursor: [handlers.onCursor], setSelect: [handlers.onSelect], draw: [handlers.onDraw] },
  };
}

// A move that drags would leave its selection standing in the other charts.
const isMove = (type: string, u: uPlot) => type === "mouseleave" || (type === "mousemove" && !dragging(u));
// Not `cursor.drag._x`: that is true before the first drag, too.
const dragging = (u: uPlot) => u.select.width > 0;

function xValues(axis: Axis): Partial<uPlot.Axis> {
  if (axis === "time") return {};
  const format = axis === "step" ? formatNumber : formatDuration;
  return { space: axis === "step" ? 60 : 80, values: (_u, splits) => splits.map((v) => format(v)) };
}

/** Dashed, with hollow marks: what it shows may still change. */
const previewLine = (s: SeriesStyle, pointsLine: number, ground: string): uPlot.Series => ({
  label: s.label,
  stroke: s.colour,
  width: 1.5,
  dash: [3, 4],
  points: {
    show: true,
    size: 7,
    width: 1.5,
    stroke: s.colour,
    fill: ground,
    // The line begins at the last point, which is no preview.
    filter: (u, k) => without(u.data[k] ?? [], u.data[pointsLine] ?? []),
  },
});

type Values = ArrayLike<number | null | undefined>;

function without(values: Values, others: Values): number[] {
  const result: number[] = [];
  for (let i = 0; i < values.length; i++) if (isNumber(values[i]) && !isNumber(others[i])) result.push(i);
  return result;
}
const isNumber = (value: number | null | undefined) => value !== null && value !== undefined;

function lines(s: Omit<ChartSeries, "buckets">, smoothing: number): uPlot.Series[] {
  const edge: uPlot.Series = { width: 0, points: { show: false } };
  const few = (u: uPlot, k: number) => {
    let count = 0;
    for (const value of u.data[k] ?? []) if (value !== null && value !== undefined) count++;
    return count <= fewPoints;
  };
  const line: uPlot.Series = {
    label: s.label,
    stroke: s.colour,
    width: 1.5,
    dash: s.dash?.length ? s.dash : undefined,
    points: {
      size: 5,
      fill: s.colour,
      show: few,
      filter: (u, k, show) => (show ? null : isolated(u.data[k] ?? [])),
    },
  };
  if (smoothing <= 0) return [edge, { ...edge }, line];
  const raw: uPlot.Series = {
    label: s.label,
    stroke: faded(s.colour, 35),
    width: 1,
    points: { show: false },
  };
  return [edge, { ...edge }, raw, line];
}
