import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Center,
  Group,
  Menu,
  Modal,
  Skeleton,
  Stack,
  Text,
  Tooltip,
} from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { IconDots, IconMaximize, IconZoomReset } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import type { ProjectId } from "../api/projects";
import { useBuckets } from "../api/series";
import type { Axis, Buckets } from "../api/types";
import { formatNumber, plural } from "../lib/format";
import { Chart, type ChartSeries } from "./Chart";
import { saveCsv, savePicture } from "./chartFiles";
import { useIsNear } from "./useIsNear";

export interface MetricSeries {
  run: string;
  path: string;
  label: string;
  colour: string;
  dash?: number[];
}
export interface ChartRange {
  from: number;
  to: number;
}
export interface MetricChartProps {
  id: ProjectId;
  title: string;
  series: MetricSeries[];
  axis: Axis;
  smoothing: number;
  logY: boolean;
  logX?: boolean;
  envelope?: boolean;
  height?: number;
  /** The part of the axis that is shown, when it is kept outside; else the chart keeps its own. */
  range?: ChartRange;
  onRange?: (range: ChartRange | undefined) => void;
}

const bucketCount = 800;

export function MetricChart(props: MetricChartProps) {
  const { id, title, series, axis, smoothing, logX = false, envelope, height = 220, onRange } = props;
  const [isNear, ref] = useIsNear();
  const [zoom, setZoom] = useState<ChartRange & { axis: Axis }>();
  const [full, setFull] = useState(false);
  const [ownLogY, setOwnLogY] = useState<boolean>();
  const logY = ownLogY ?? props.logY;
  const screen = useViewportSize();
  // A range of steps means nothing on the time axis, so another axis shows everything again.
  const range = onRange ? props.range : zoom?.axis === axis ? zoom : undefined;
  const setRange = (next: ChartRange | undefined) =>
    onRange ? onRange(next) : setZoom(next && { axis, ...next });
  const wanted = useMemo(() => series.map(({ run, path }) => ({ run, path })), [series]);
  const answer = useBuckets(
    id,
    wanted,
    { axis, buckets: bucketCount, from: range?.from, to: range?.to, logX: logX || undefined },
    isNear,
  );
  // While other runs or another axis load, the previous answer would be drawn under the wrong names.
  const subject = JSON.stringify([wanted, axis]);
  const answered = useRef("");
  if (answer.data && !answer.isPlaceholderData) answered.current = subject;
  const fits = answered.current === subject ? answer.data : undefined;

  const lines = useMemo<ChartSeries[]>(
    () =>
      series.flatMap(({ label, colour, dash, run }, i) => {
        const buckets = fits?.[i];
        return buckets && (buckets.x.length > 0 || buckets.previews?.length)
          ? [{ label, colour, dash, run, buckets }]
          : [];
      }),
    [series, fits],
  );
  const empty = lines.length === 0;
  const reset = () => setRange(undefined);

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
        logX={logX}
        logY={logY}
        envelope={envelope}
        smoothing={smoothing}
        height={size}
        onZoom={(from, to) => setRange({ from, to })}
        onReset={reset}
      />
    );
  };

  const head = (inModal: boolean) => (
    <Group justify="space-between" wrap="nowrap" gap="xs" mb={4}>
      <Text dir="auto" size="sm" fw={600} truncate title={title}>
        {title}
      </Text>
      <Group gap={2} wrap="nowrap" style={{ flexShrink: 0 }}>
        {fits && !empty && <Precision buckets={fits} />}
        {range && (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Show everything" onClick={reset}>
            <IconZoomReset size={16} />
          </ActionIcon>
        )}
        {!inModal && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Full screen: ${title}`}
            onClick={() => setFull(true)}
          >
            <IconMaximize size={15} />
          </ActionIcon>
        )}
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More: ${title}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOwnLogY(!logY)}>
              {logY ? "Linear y" : "Logarithmic y"} for this chart
            </Menu.Item>
            <Menu.Item disabled={empty} onClick={() => savePicture(ref.current, title)}>
              Save as PNG
            </Menu.Item>
            <Menu.Item disabled={empty} onClick={() => saveCsv(lines, axis, title)}>
              Save as CSV
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
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
  const previews = buckets.reduce((sum, b) => sum + (b.previews?.length ?? 0), 0);
  return (
    <>
      {previews > 0 && (
        <Tooltip label="Values that may still change: dashed, with hollow marks. No statistics hold them.">
          <Badge size="xs" variant="outline" color="gray" tt="none" style={{ borderStyle: "dashed" }}>
            {plural(previews, "preview")}
          </Badge>
        </Tooltip>
      )}
      {odd > 0 && (
        <Tooltip label="Values that are no finite numbers: the small triangles at the lower edge.">
          <Badge size="xs" variant="light" color="orange" tt="none">
            {formatNumber(odd)} NaN/∞
          </Badge>
        </Tooltip>
      )}
      <Tooltip
        multiline
        maw={300}
        label={
          exact
            ? `Every one of the ${plural(points, "point")} is drawn.`
            : `${plural(points, "point")} in ${plural(shown, "bucket")}: the line shows the last value of each, the shade its true minimum and maximum.`
        }
      >
        <Badge size="xs" variant="light" color={exact ? "green" : "gray"} tt="none" fw={560}>
          {exact ? "exact" : `${short(points)} points, exact envelope`}
        </Badge>
      </Tooltip>
    </>
  );
}

const counts = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const short = (value: number) => counts.format(value);

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
