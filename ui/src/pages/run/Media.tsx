import { Card, Group, SimpleGrid, Slider, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { fileUrl, rowsQuery } from "../../api/runs";
import type { Kind, Point } from "../../api/types";
import { matcher, natural } from "../../lib/attributes";
import { fileTitle } from "../../lib/fileForm";
import { formatNumber, formatTime } from "../../lib/format";
import { FileView } from "../../parts/FileView";
import { WhenNear } from "../../parts/WhenNear";
import { HistogramView } from "./HistogramView";
import type { TabProps } from "./RunPage";
import { Failure, Loading, Nothing } from "./states";

/** More than these are there only while they are near the screen. */
const few = 24;

export function Media({ id, run, data }: TabProps) {
  const [search, setSearch] = useState("");
  const series = useMemo(
    () =>
      data.attributes
        .filter((a) => a.kind === "fileSeries" || a.kind === "histogramSeries")
        .sort((a, b) => natural(a.path, b.path)),
    [data.attributes],
  );
  const shown = useMemo(() => {
    const fits = matcher(search);
    return series.filter((a) => fits(a.path));
  }, [series, search]);
  if (series.length === 0)
    return (
      <Nothing title="No media">
        Images, other files and histograms that the run logs over time appear here.
      </Nothing>
    );
  const view = (path: string, kind: Kind) =>
    kind === "fileSeries" ? (
      <MediaSeries id={id} run={run} path={path} />
    ) : (
      <HistogramView id={id} run={run} path={path} />
    );
  return (
    <Stack>
      {series.length > 4 && (
        <TextInput
          size="xs"
          maw={260}
          dir="auto"
          aria-label="Search media"
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <Nothing title="Nothing matches" />}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {shown.map(({ path, kind }) => (
          <Card key={path} withBorder padding="sm" style={{ minInlineSize: 0 }}>
            <Text dir="auto" fw={600} size="sm" truncate title={path}>
              {path}
            </Text>
            {shown.length > few ? <WhenNear height={420}>{view(path, kind)}</WhenNear> : view(path, kind)}
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

const readLimit = 10_000;

export function MediaSeries({ id, run, path }: { id: ProjectId; run: string; path: string }) {
  // The newest are read, so that a very long series still shows where the run is now.
  const { data, error, refetch } = useQuery(
    rowsQuery(id, { run, path, limit: readLimit, order: "descending" }),
  );
  const [chosen, setChosen] = useState<number>();
  const steps = useMemo(() => {
    const byStep = new Map<number, Point[]>();
    for (const point of [...(data?.points ?? [])].reverse()) {
      const list = byStep.get(point.step);
      if (list) list.push(point);
      else byStep.set(point.step, [point]);
    }
    return [...byStep];
  }, [data]);

  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  const end = steps.length - 1;
  const found = chosen === undefined ? -1 : steps.findIndex(([step]) => step === chosen);
  // Nobody has chosen a step: stay with the newest while the run goes on.
  const position = found < 0 ? end : found;
  const entry = steps[position];
  if (!entry) return <Nothing title="Nothing logged yet" />;
  const [step, points] = entry;
  return (
    <Stack gap="xs" mt="xs">
      <Group gap="sm" wrap="nowrap">
        <Slider
          flex={1}
          size="sm"
          min={0}
          max={Math.max(1, end)}
          disabled={end === 0}
          thumbLabel={`Step of ${path}`}
          label={(i) => `step ${formatNumber(steps[i]?.[0] ?? step)}`}
          value={position}
          onChange={(i) => setChosen(i >= end ? undefined : steps[i]?.[0])}
        />
        <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
          step {formatNumber(step)} · {position + 1}/{steps.length}
        </Text>
      </Group>
      {points.map((point, i) => (
        <div key={point.index ?? i}>
          <FileView
            url={fileUrl(id, run, { path, index: point.index })}
            name={point.name ? fileTitle(point.name, path) : `${fileTitle(undefined, path)} ${step}`}
            mimeType={point.mimeType}
            size={point.size}
          />
          {point.description && (
            <Text size="sm" dir="auto">
              {point.description}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {formatTime(point.at)}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
