import { Paper, Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Axis } from "../api/types";
import { formatNumber } from "../lib/format";
import { alignedData, type ChartSeries, columnsOf, type TipRow, tipRows } from "./chartData";
import { chartOptions, formatX } from "./chartOptions";

export type { ChartSeries } from "./chartData";

export interface ChartProps {
  series: ChartSeries[];
  axis: Axis;
  logY?: boolean;
  /** Weight of the moving average, 0 to 0.99; the unsmoothed line stays visible, faintly. */
  smoothing?: number;
  height?: number;
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
}

interface Tip {
  left: number;
  flip: boolean;
  x: number;
  rows: TipRow[];
  more: number;
}

const tipLimit = 14;

export function Chart({
  series,
  axis,
  logY = false,
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

  const columns = useMemo(() => series.map((s) => columnsOf(s.buckets)), [series]);
  const data = useMemo(() => alignedData(columns, logY, smoothing), [columns, logY, smoothing]);
  // uPlot keeps its callbacks for life, so they read what is current from here.
  const now = useRef({ series, columns, data, onZoom, onReset, width, height });
  now.current = { series, columns, data, onZoom, onReset, width, height };

  const styles = JSON.stringify(series.map(({ label, colour, dash }) => ({ label, colour, dash })));
  const averaged = smoothing > 0;
  const ready = width > 0;

  useEffect(() => {
    if (!ready || !target.current) return;
    const look = {
      axis,
      logY,
      smoothing: averaged ? 0.5 : 0,
      dark,
      width: now.current.width,
      height: now.current.height,
    };
    let hovered = false;
    const options = chartOptions(JSON.parse(styles), look, {
      onCursor: (u) => setTip(hovered ? tipAt(u, now.current.series, now.current.columns) : undefined),
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
    });
    const u = new uPlot(options, now.current.data, target.current);
    const enter = () => {
      hovered = true;
    };
    const leave = () => {
      hovered = false;
      setTip(undefined);
    };
    u.over.addEventListener("mouseenter", enter);
    u.over.addEventListener("mouseleave", leave);
    plot.current = u;
    drawn.current = now.current.data;
    return () => {
      u.destroy();
      plot.current = null;
      zoomedHere.current = false;
      setTip(undefined);
    };
  }, [ready, axis, logY, averaged, dark, styles]);

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

function tipAt(u: uPlot, series: ChartSeries[], columns: ReturnType<typeof columnsOf>[]): Tip | undefined {
  const left = u.cursor.left ?? -1;
  if (left < 0) return undefined;
  const { min, max } = u.scales.x ?? {};
  // The crosshair rests on a point of the chart, so the tooltip reads there and not at the bare pixel.
  const x = u.data[0][u.cursor.idx ?? -1] ?? u.posToVal(left, "x");
  const rows = tipRows(series, columns, x, ((max ?? 0) - (min ?? 0)) * 0.01);
  if (rows.length === 0) return undefined;
  const offset = u.over.offsetLeft;
  return {
    left: left + offset,
    flip: left > u.over.clientWidth / 2,
    x,
    rows: rows.slice(0, tipLimit),
    more: rows.length - tipLimit,
  };
}

function TipBox({ tip, axis }: { tip: Tip; axis: Axis }) {
  return (
    <Paper
      withBorder
      shadow="md"
      p={6}
      style={{
        position: "absolute",
        insetBlockStart: 4,
        insetInlineStart: tip.left,
        transform: tip.flip ? "translateX(calc(-100% - 12px))" : "translateX(12px)",
        pointerEvents: "none",
        zIndex: 20,
        maxInlineSize: 380,
        inlineSize: "max-content",
      }}
    >
      <Text size="xs" c="dimmed">
        {formatX(axis, tip.x)}
      </Text>
      {tip.rows.map((row, i) => (
        <div
          key={`${i}-${row.label}`}
          style={{ display: "flex", gap: 6, alignItems: "center", fontSize: 12 }}
        >
          <span style={{ inlineSize: 10, blockSize: 3, background: row.colour, flexShrink: 0 }} />
          <b style={{ fontVariantNumeric: "tabular-nums" }}>{formatNumber(row.value)}</b>
          <span dir="auto" style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
            {row.label}
          </span>
          {row.detail && <span style={{ opacity: 0.6, whiteSpace: "nowrap" }}>{row.detail}</span>}
        </div>
      ))}
      {tip.more > 0 && (
        <Text size="xs" c="dimmed">
          and {tip.more} more
        </Text>
      )}
    </Paper>
  );
}
