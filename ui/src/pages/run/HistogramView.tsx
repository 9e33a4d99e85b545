import { Group, Slider, Stack, Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { rowsQuery } from "../../api/runs";
import { formatNumber, plural } from "../../lib/format";
import { densities, type Histogram, rangeOf, readHistograms } from "../../lib/histogram";
import { Failure, Loading, Nothing } from "./states";

const limit = 2000;
const height = 220;

/** How a distribution moves over the steps, and what it is at one of them. */
export function HistogramView({ id, run, path }: { id: ProjectId; run: string; path: string }) {
  const { data, error, refetch } = useQuery(rowsQuery(id, { run, path, limit, order: "descending" }));
  const [chosen, setChosen] = useState<number>();
  const all = useMemo(() => readHistograms([...(data?.points ?? [])].reverse()), [data]);
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  const end = all.length - 1;
  const found = chosen === undefined ? -1 : all.findIndex(({ step }) => step === chosen);
  const position = found < 0 ? end : found;
  const shown = all[position];
  if (!shown) return <Nothing title="No histogram yet" />;
  const range = rangeOf(all);
  return (
    <Stack gap="xs" mt="xs">
      <Heat all={all} range={range} position={position} onPick={(i) => setChosen(all[i]?.step)} path={path} />
      <Group gap="sm" wrap="nowrap">
        <Slider
          flex={1}
          size="sm"
          min={0}
          max={Math.max(1, end)}
          disabled={end === 0}
          thumbLabel={`Step of ${path}`}
          label={(i) => `step ${formatNumber(all[i]?.step ?? 0)}`}
          value={position}
          onChange={(i) => setChosen(i >= end ? undefined : all[i]?.step)}
        />
        <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
          step {formatNumber(shown.step)} · {position + 1}/{all.length}
        </Text>
      </Group>
      <Bars histogram={shown} range={range} />
      {data.total > limit && (
        <Text size="xs" c="dimmed">
          The last {formatNumber(limit)} of {plural(data.total, "step")}.
        </Text>
      )}
    </Stack>
  );
}

interface HeatProps {
  all: Histogram[];
  range: [number, number];
  position: number;
  path: string;
  onPick: (index: number) => void;
}
function Heat({ all, range: [low, high], position, path, onPick }: HeatProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme("light");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ink is another one in the other scheme.
  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen || !canvas.current || width === 0) return;
    const scale = window.devicePixelRatio || 1;
    canvas.current.width = width * scale;
    canvas.current.height = height * scale;
    pen.scale(scale, scale);
    const ink = getComputedStyle(canvas.current).color;
    const column = width / all.length;
    const edge = (value: number) => Math.round(height - ((value - low) / (high - low)) * height);
    pen.fillStyle = ink;
    for (const [i, histogram] of all.entries()) {
      for (const [bin, dense] of densities(histogram).entries()) {
        if (dense === 0) continue;
        // Whole pixels, or there would be seams between the bins.
        const [from, to] = [edge(histogram.edges[bin] ?? low), edge(histogram.edges[bin + 1] ?? high)];
        pen.globalAlpha = 0.08 + 0.92 * dense;
        const left = Math.round(i * column);
        pen.fillRect(left, to, Math.max(1, Math.round((i + 1) * column) - left), Math.max(1, from - to));
      }
    }
    pen.globalAlpha = 1;
    pen.strokeStyle = ink;
    pen.strokeRect(position * column, 0.5, column, height - 1);
  }, [all, low, high, width, position, scheme]);
  return (
    <div>
      <Text size="xs" c="dimmed">
        {formatNumber(high)}
      </Text>
      <div ref={ref}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Distribution of ${path} over ${plural(all.length, "step")}`}
          style={{ inlineSize: "100%", blockSize: height, color: "var(--accent)", cursor: "crosshair" }}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            onPick(
              Math.min(all.length - 1, Math.floor(((event.clientX - box.left) / box.width) * all.length)),
            );
          }}
        />
      </div>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {formatNumber(low)}
        </Text>
        <Text size="xs" c="dimmed">
          steps {formatNumber(all[0]?.step ?? 0)} to {formatNumber(all.at(-1)?.step ?? 0)}
        </Text>
      </Group>
    </div>
  );
}

function Bars({ histogram, range: [low, high] }: { histogram: Histogram; range: [number, number] }) {
  const dense = densities(histogram);
  const x = (value: number) => ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * 100;
  return (
    <div>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram at step ${histogram.step}`}
        style={{ inlineSize: "100%", blockSize: 120, display: "block", direction: "ltr" }}
      >
        {dense.map((tall, i) => {
          const [from, to] = [histogram.edges[i] ?? low, histogram.edges[i + 1] ?? high];
          return (
            <rect
              key={from}
              x={x(from)}
              width={Math.max(0.1, x(to) - x(from) - 0.15)}
              y={100 - tall * 100}
              height={tall * 100}
              fill="var(--accent)"
            >
              <title>{`${formatNumber(from)} to ${formatNumber(to)}: ${formatNumber(histogram.counts[i] ?? 0)}`}</title>
            </rect>
          );
        })}
      </svg>
      <Group justify="space-between" style={{ direction: "ltr" }}>
        <Text size="xs" c="dimmed">
          {formatNumber(low)}
        </Text>
        <Text size="xs" c="dimmed">
          {formatNumber(high)}
        </Text>
      </Group>
    </div>
  );
}
