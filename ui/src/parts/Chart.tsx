import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Axis } from "../api/types";
import { type Tip, TipBox } from "./ChartTip";
import {
  alignedData,
  averagesOf,
  type ChartSeries,
  columnsOf,
  linesPerSeries,
  previewed,
  tipRows,
} from "./chartData";
import { chartOptions } from "./chartOptions";
import { focusedRun, focusRun, onFocusedRun } from "./focusedRun";

export type { ChartSeries } from "./chartData";

export interface ChartProps {
  series: ChartSeries[];
  axis: Axis;
  logX?: boolean;
  logY?: boolean;
  /** Whether the true minimum and maximum of each bucket are shaded. */
  envelope?: boolean;
  /** Weight of the moving average, 0 to 0.99; the unsmoothed line stays visible, faintly. */
  smoothing?: number;
  height?: number;
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
}

const tipLimit = 14;

export function Chart({
  series,
  axis,
  logX = false,
  logY = false,
  envelope = true,
  smoothing = 0,
  height = 220,
  onZoom,
  onReset,
}: ChartProps) {
  const dark = useComputedColorScheme("light") === "dark";
  const { ref: box, width } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const drawn = useRef<uPlot.AlignedData | null>(null);
  const zoomedHere = useRef(false);
  const [tip, setTip] = useState<Tip>();

  const columns = useMemo(() => series.map((s) => columnsOf(s.buckets, logX)), [series, logX]);
  const averages = useMemo(() => averagesOf(columns, smoothing), [columns, smoothing]);
  const data = useMemo(() => alignedData(columns, logY, averages), [columns, logY, averages]);
  // uPlot keeps its callbacks for life, so they read what is current from here.
  const now = useRef({ series, columns, averages, data, onZoom, onReset, width, height });
  now.current = { series, columns, averages, data, onZoom, onReset, width, height };

  const styles = JSON.stringify(
    series.map(({ label, colour, dash, run }, k) => {
      const hasPreviews = (columns[k]?.previews.length ?? 0) > 0;
      return { label, colour, dash, run, hasPreviews };
    }),
  );
  const averaged = smoothing > 0;
  const ready = width > 0;

  useEffect(() => {
    if (!ready || !target.current) return;
    const look = {
      axis,
      logX,
      logY,
      envelope,
      smoothing: averaged ? 0.5 : 0,
      dark,
      ground: getComputedStyle(target.current).getPropertyValue("--panel").trim(),
      width: now.current.width,
      height: now.current.height,
    };
    let hovered = false;
    const isHeld = () => (u.cursor as { _lock?: boolean })._lock === true;
    const options = chartOptions(JSON.parse(styles), look, {
      onCursor: (u) => {
        if (hovered) focusRun(nearest(u, now.current, linesPerSeries(look.smoothing)));
        setTip(hovered ? tipAt(u, now.current) : undefined);
      },
      onSelect: (u) => {
        const { left, width: span } = u.select;
        if (span < 4) return;
        const min = u.posToVal(left, "x");
        const max = u.posToVal(left + span, "x");
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        zoomedHere.current = !now.current.onZoom;
        u.setScale("x", { min, max });
        now.current.onZoom?.(min, max);
      },
      onReset: (u) => {
        zoomedHere.current = false;
        u.setData(now.current.data);
        now.current.onReset?.();
      },
      onDraw: (u) => drawOdd(u, now.current),
    });
    const u = new uPlot(options, now.current.data, target.current);
    const enter = () => {
      hovered = true;
    };
    const leave = () => {
      if (isHeld()) return;
      hovered = false;
      focusRun(undefined);
      setTip(undefined);
    };
    const lift = () => liftRun(u, now.current, linesPerSeries(look.smoothing), focusedRun());
    const drop = onFocusedRun(lift);
    if (focusedRun()) lift();
    u.over.addEventListener("mouseenter", enter);
    u.over.addEventListener("mouseleave", leave);
    plot.current = u;
    drawn.current = now.current.data;
    return () => {
      drop();
      u.destroy();
      plot.current = null;
      zoomedHere.current = false;
      setTip(undefined);
    };
  }, [ready, axis, logX, logY, envelope, averaged, dark, styles]);

  useEffect(() => {
    const u = plot.current;
    if (!u || drawn.current === data) return;
    drawn.current = data;
    u.setData(data, !zoomedHere.current);
    if (zoomedHere.current) u.redraw(true);
  }, [data]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  return (
    <div
      ref={box}
      dir="ltr"
      style={{ position: "relative", blockSize: height, inlineSize: "100%", minInlineSize: 0 }}
    >
      <div ref={target} style={{ position: "absolute", inset: 0, overflow: "hidden" }} />
      {tip && <TipBox tip={tip} axis={axis} />}
    </div>
  );
}

interface Shown {
  series: ChartSeries[];
  columns: ReturnType<typeof columnsOf>[];
  averages: (number[] | undefined)[];
}

function tipAt(u: uPlot, { series, columns, averages }: Shown): Tip | undefined {
  const left = u.cursor.left ?? -1;
  if (left < 0) return undefined;
  const { min, max } = u.scales.x ?? {};
  // The crosshair rests on a point of the chart, so the tooltip reads there and not at the bare pixel.
  const x = u.data[0][u.cursor.idx ?? -1] ?? u.posToVal(left, "x");
  const rows = tipRows(series, columns, averages, x, ((max ?? 0) - (min ?? 0)) * 0.01);
  if (rows.length === 0) return undefined;
  const at = rows.findIndex((row) => row.run !== undefined && row.run === focusedRun());
  // The run under the pointer is always among those told.
  const told = at < tipLimit ? rows.slice(0, tipLimit) : [...rows.slice(0, tipLimit - 1), rows[at]];
  const place = u.over.getBoundingClientRect();
  return {
    left: left + place.left,
    top: place.top,
    x,
    rows: told.filter((row) => row !== undefined),
    more: rows.length - tipLimit,
    focused: focusedRun(),
  };
}

/** The run whose line is nearest to the pointer, when it is near. */
function nearest(u: uPlot, { series, columns }: Shown, per: number): string | undefined {
  const { top, idx } = u.cursor;
  if (top === undefined || top < 0 || idx === null || idx === undefined) return undefined;
  let best = 30;
  let found: string | undefined;
  const look = (run: string | undefined, line: number) => {
    const value = valueNear(u.data[line], idx);
    if (value === undefined) return;
    const distance = Math.abs(u.valToPos(value, "y") - top);
    if (distance < best) {
      best = distance;
      found = run;
    }
  };
  series.forEach((s, k) => {
    look(s.run, (k + 1) * per);
  });
  for (const [i, k] of previewed(columns).entries()) look(series[k]?.run, series.length * per + 1 + i);
  return found;
}

// The x of one series may lie between those of another, which has nothing there.
function valueNear(list: ArrayLike<number | null | undefined> | undefined, idx: number): number | undefined {
  for (let away = 0; away < 40; away++) {
    const value = list?.[idx - away] ?? list?.[idx + away];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}

const behind = 0.22;

function liftRun(u: uPlot, { series, columns }: Shown, per: number, run: string | undefined) {
  const isHere = run !== undefined && series.length > 1 && series.some((s) => s.run === run);
  for (const [i, k] of previewed(columns).entries()) {
    const line = u.series[series.length * per + 1 + i];
    if (line) line.alpha = !isHere || series[k]?.run === run ? 1 : behind;
  }
  series.forEach((s, k) => {
    const isFront = !isHere || s.run === run;
    for (let i = 1; i <= per; i++) {
      const line = u.series[k * per + i];
      if (!line) continue;
      line.alpha = isFront ? 1 : behind;
      if (i === per) line.width = isHere && isFront ? 2.6 : 1.5;
    }
  });
  u.redraw(false);
}

/** Values that are no numbers have no height: they are ticks at the lower edge, hollow ones where they may still change. */
function drawOdd(u: uPlot, { series, columns }: Shown) {
  const { ctx, bbox } = u;
  const size = 4 * devicePixelRatio;
  columns.forEach((c, k) => {
    ctx.fillStyle = ctx.strokeStyle = series[k]?.colour ?? "#888888";
    ctx.lineWidth = devicePixelRatio;
    const previews = c.previews.filter(({ value }) => !Number.isFinite(value)).map(({ x }) => x);
    for (const [i, x] of [...c.odd, ...previews].entries()) {
      const at = u.valToPos(x, "x", true);
      if (at < bbox.left || at > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(at - size, bbox.top + bbox.height);
      ctx.lineTo(at + size, bbox.top + bbox.height);
      ctx.lineTo(at, bbox.top + bbox.height - 1.6 * size);
      ctx.closePath();
      if (i < c.odd.length) ctx.fill();
      else ctx.stroke();
    }
  });
}
