import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Center,
  Group,
  Modal,
  Skeleton,
  Stack,
  Text,
  Tooltip,
} from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { IconMaximize, IconZoomReset } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ProjectId } from "../api/projects";
import { useBuckets } from "../api/series";
import type { Axis, Buckets } from "../api/types";
import { formatNumber, plural } from "../lib/format";
import { Chart, type ChartSeries } from "./Chart";

export interface MetricSeries {
  run: string;
  path: string;
  label: string;
  colour: string;
  dash?: number[];
}
export interface MetricChartProps {
  id: ProjectId;
  title: string;
  series: MetricSeries[];
  axis: Axis;
  smoothing: number;
  logY: boolean;
  height?: number;
}

const bucketCount = 800;

export function MetricChart({ id, title, series, axis, smoothing, logY, height = 220 }: MetricChartProps) {
  const [seen, ref] = useSeen();
  const [zoom, setZoom] = useState<{ axis: Axis; from: number; to: number }>();
  const [full, setFull] = useState(false);
  const screen = useViewportSize();
  // A range of steps means nothing on the time axis, so another axis shows everything again.
  const range = zoom?.axis === axis ? zoom : undefined;
  const wanted = useMemo(() => series.map(({ run, path }) => ({ run, path })), [series]);
  const answer = useBuckets(
    id,
    wanted,
    { axis, buckets: bucketCount, from: range?.from, to: range?.to },
    seen,
  );
  // While other runs or another axis load, the previous answer would be drawn under the wrong names.
  const subject = JSON.stringify([wanted, axis]);
  const answered = useRef("");
  if (answer.data && !answer.isPlaceholderData) answered.current = subject;
  const fits = answered.current === subject ? answer.data : undefined;

  const lines = useMemo<ChartSeries[]>(
    () =>
      series.flatMap(({ label, colour, dash }, i) => {
        const buckets = fits?.[i];
        return buckets ? [{ label, colour, dash, buckets }] : [];
      }),
    [series, fits],
  );
  const empty = lines.every((line) => line.buckets.x.length === 0);
  const reset = () => setZoom(undefined);

  const body = (size: number) => {
    if (series.length === 0) return <Note height={size} text="No series to draw." />;
    if (answer.error && !fits)
      return <Note height={size} text={answer.error.message} retry={() => void answer.refetch()} />;
    if (!fits) return <Skeleton height={size} />;
    if (empty)
      return (
        <Note
          height={size}
          text={range ? "No points in this range." : "No points yet."}
          reset={range && reset}
        />
      );
    return (
      <Chart
        series={lines}
        axis={axis}
        logY={logY}
        smoothing={smoothing}
        height={size}
        onZoom={(from, to) => setZoom({ axis, from, to })}
        onReset={reset}
      />
    );
  };

  const head = (inModal: boolean) => (
    <Group justify="space-between" wrap="nowrap" gap="xs" mb={4}>
      <Text dir="auto" size="sm" fw={600} truncate title={title}>
        {title}
      </Text>
      <Group gap={4} wrap="nowrap" style={{ flexShrink: 0 }}>
        {fits && !empty && <Precision buckets={fits} />}
        {range && (
          <ActionIcon variant="subtle" size="sm" aria-label="Show everything" onClick={reset}>
            <IconZoomReset size={16} />
          </ActionIcon>
        )}
        {!inModal && (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={`Full screen: ${title}`}
            onClick={() => setFull(true)}
          >
            <IconMaximize size={16} />
          </ActionIcon>
        )}
      </Group>
    </Group>
  );

  return (
    <Card withBorder padding="xs" ref={ref} style={{ minInlineSize: 0, overflow: "visible" }}>
      {head(false)}
      {body(height)}
      <Modal opened={full} onClose={() => setFull(false)} fullScreen title={<span dir="auto">{title}</span>}>
        {full && (
          <>
            {head(true)}
            {body(Math.max(240, screen.height - 150))}
          </>
        )}
      </Modal>
    </Card>
  );
}

function Precision({ buckets }: { buckets: Buckets[] }) {
  const points = buckets.reduce((sum, b) => sum + b.points, 0);
  const shown = buckets.reduce((sum, b) => sum + b.x.length, 0);
  const odd = buckets.reduce((sum, b) => sum + b.nonFinite.reduce((n, v) => n + v, 0), 0);
  const exact = buckets.every((b) => b.exact);
  return (
    <>
      {odd > 0 && (
        <Badge size="xs" variant="light" color="orange" tt="none">
          {formatNumber(odd)} NaN/∞
        </Badge>
      )}
      <Tooltip
        label={
          exact
            ? `Every one of the ${plural(points, "point")} is drawn.`
            : "The line shows the last value of each bucket, the shade its true minimum and maximum."
        }
      >
        <Badge size="xs" variant="light" color={exact ? "green" : "gray"} tt="none">
          {exact ? "exact" : `${plural(points, "point")} → ${plural(shown, "bucket")}, envelope exact`}
        </Badge>
      </Tooltip>
    </>
  );
}

function Note(props: { height: number; text: string; retry?: () => void; reset?: () => void }) {
  return (
    <Center h={props.height}>
      <Stack gap="xs" align="center">
        <Text size="sm" c="dimmed" dir="auto">
          {props.text}
        </Text>
        {props.retry && (
          <Button size="xs" variant="light" onClick={props.retry}>
            Retry
          </Button>
        )}
        {props.reset && (
          <Button size="xs" variant="light" onClick={props.reset}>
            Show everything
          </Button>
        )}
      </Stack>
    </Center>
  );
}

/** True from the first time the element comes near the screen. */
function useSeen() {
  const ref = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || seen) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: "200px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  return [seen, ref] as const;
}
