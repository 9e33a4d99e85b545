import {
  Container,
  Group,
  Image,
  SimpleGrid,
  Slider,
  Switch,
  Text,
  Title,
  useComputedColorScheme,
} from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useProjectEvents } from "../../api/events";
import type { ProjectId } from "../../api/projects";
import { fileUrl, rowsQuery, runQuery } from "../../api/runs";
import type { Run } from "../../api/types";
import { attributeText, isMetric, natural } from "../../lib/attributes";
import { assignInk, inkColour } from "../../lib/colours";
import { diffRows } from "../../lib/diff";
import { comparedRuns, parseChartSettings, type SearchText } from "../../lib/urlState";
import { Failure } from "../../parts/Failure";
import { MetricChart } from "../../parts/MetricChart";

/** The selection of runs is the address: whoever opens it sees the same. */
export function ComparePage({ id, search }: { id: ProjectId; search: SearchText }) {
  const dark = useComputedColorScheme("light") === "dark";
  const names = comparedRuns(search);
  const answers = useQueries({ queries: names.map((run) => runQuery(id, run)) });
  useProjectEvents(id, names);
  const runs = answers.flatMap((answer) => (answer.data ? [answer.data] : []));
  const inks = assignInk(names);
  const colour = (run: string) => inkColour(inks.get(run), dark);
  const settings = parseChartSettings(search);
  const metrics = [
    ...new Set(runs.flatMap((run) => run.attributes.filter(isMetric).map((attribute) => attribute.path))),
  ].sort(natural);
  return (
    <Container fluid px="lg" py="md">
      <Failure error={answers.find((answer) => answer.error)?.error} />
      <Group mb="md" gap="lg">
        <Title order={1} size="h3">
          Compare
        </Title>
        {runs.map((run) => (
          <a key={run.id} className="plain-link" href={`/${id.ws}/${id.project}/e/${run.shortId}`}>
            <span className="swatch" style={{ background: colour(run.shortId) }} /> {run.shortId}{" "}
            <bdi>{run.name}</bdi>
          </a>
        ))}
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {metrics.map((path) => (
          <MetricChart
            key={path}
            id={id}
            title={path}
            axis={settings.axis}
            smoothing={settings.smooth}
            logY={false}
            series={runs
              .filter((run) => run.attributes.some((attribute) => attribute.path === path))
              .map((run) => ({
                run: run.shortId,
                path,
                label: `${run.shortId} ${run.name ?? ""}`,
                colour: colour(run.shortId),
              }))}
          />
        ))}
      </SimpleGrid>
      <SideBySide runs={runs} colour={colour} showAll={search.all === "1"} />
      <Images id={id} runs={runs} colour={colour} />
    </Container>
  );
}

interface Side {
  runs: Run[];
  colour: (run: string) => string;
  showAll: boolean;
}

function SideBySide({ runs, colour, showAll }: Side) {
  const navigate = useNavigate();
  const rows = diffRows(runs).filter((row) => showAll || row.differs);
  return (
    <>
      <Group justify="space-between" mt="xl" mb="xs">
        <Title order={2} size="h4">
          Side by side
        </Title>
        <Switch
          label="Differences only"
          checked={!showAll}
          onChange={(event) => {
            const all = event.currentTarget.checked ? undefined : "1";
            void navigate({
              to: ".",
              search: ((old: SearchText) => ({ ...old, all })) as never,
              replace: true,
            });
          }}
        />
      </Group>
      <div className="panel grid-scroll">
        <table className="grid-table" data-testid="side-by-side">
          <thead>
            <tr>
              <th>Attribute</th>
              {runs.map((run) => (
                <th key={run.id}>
                  <span className="swatch" style={{ background: colour(run.shortId) }} /> {run.shortId}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.path}>
                <td>
                  <bdi>{row.path}</bdi>
                </td>
                {row.attributes.map((attribute, column) => (
                  <td key={runs[column]?.id} dir="auto" style={{ fontWeight: row.differs ? 600 : 400 }}>
                    {attributeText(attribute)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <Text p="md" className="quiet">
            These runs do not differ.
          </Text>
        )}
      </div>
    </>
  );
}

function Images({ id, runs, colour }: Omit<Side, "showAll"> & { id: ProjectId }) {
  const paths = [
    ...new Set(
      runs.flatMap((run) => run.attributes.filter((one) => one.kind === "fileSeries").map((one) => one.path)),
    ),
  ].sort(natural);
  const [index, setIndex] = useState(0);
  const most = Math.max(
    1,
    ...runs.flatMap((run) => run.attributes.map((one) => (one.kind === "fileSeries" ? (one.count ?? 0) : 0))),
  );
  if (paths.length === 0) return null;
  return (
    <>
      <Title order={2} size="h4" mt="xl">
        Images
      </Title>
      {most > 1 && (
        <Slider
          my="md"
          min={0}
          max={most - 1}
          value={index}
          onChange={setIndex}
          label={(value) => `image ${value + 1} of ${most}`}
        />
      )}
      {paths.map((path) => (
        <div key={path}>
          <Text fw={600} size="sm" mb={6}>
            <bdi>{path}</bdi>
          </Text>
          <Group align="start" mb="md">
            {runs.map((run) => (
              <SeriesImage
                key={run.id}
                id={id}
                run={run.shortId}
                path={path}
                index={index}
                colour={colour(run.shortId)}
              />
            ))}
          </Group>
        </div>
      ))}
    </>
  );
}

interface SeriesImageProps {
  id: ProjectId;
  run: string;
  path: string;
  index: number;
  colour: string;
}

/** The run's image at an index; a run with fewer shows its last one, and says so. */
function SeriesImage({ id, run, path, index, colour }: SeriesImageProps) {
  const rows = useQuery(rowsQuery(id, { run, path, offset: 0, limit: 1000 }));
  const points = rows.data?.points ?? [];
  const point = points[Math.min(index, points.length - 1)];
  if (!point) return null;
  return (
    <div style={{ borderBlockStart: `3px solid ${colour}`, paddingBlockStart: 6 }}>
      <Image
        w={240}
        src={fileUrl(id, run, { path, index: point.index })}
        alt={point.name ?? `${path} at step ${point.step}`}
      />
      <Text size="xs" className="quiet">
        {run}, step {point.step}
        {index >= points.length && " (its last)"} <bdi>{point.name}</bdi>
      </Text>
    </div>
  );
}
