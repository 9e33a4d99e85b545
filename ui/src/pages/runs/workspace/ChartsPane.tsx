import { Skeleton, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useMemo } from "react";
import type { ProjectId } from "../../../api/projects";
import { chartSections, isMetric, matcher } from "../../../lib/attributes";
import { plural } from "../../../lib/format";
import {
  type ChartSettings,
  formatZooms,
  parseChartSettings,
  parseZooms,
  type SearchText,
  type Zoom,
} from "../../../lib/urlState";
import { Failure } from "../../../parts/Failure";
import { MetricChart } from "../../../parts/MetricChart";
import { WhenNear } from "../../../parts/WhenNear";
import { ChartControls } from "./ChartControls";
import { type ChartedRun, mostLines, useRunDetails } from "./useChartedRuns";

interface Props {
  id: ProjectId;
  runs: ChartedRun[];
  /** How many were chosen; more than are drawn, perhaps. */
  chosen: number;
  search: SearchText;
  set: (change: SearchText) => void;
}

const all = "*";
// Beyond this many charts, sections begin closed.
const manyCharts = 200;
const chartHeight = 268;

/** One chart for each metric that any of the runs has, in sections by namespace. */
export function ChartsPane({ id, runs, chosen, search, set }: Props) {
  const { details, isWaiting, error } = useRunDetails(id, runs);
  const settings = parseChartSettings(search);
  const metrics = useMemo(
    () => [
      ...new Set(
        details.flatMap((run) => run.attributes.filter(isMetric).map((attribute) => attribute.path)),
      ),
    ],
    [details],
  );
  const wanted = search.m ?? "";
  const names = metrics.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the metrics are what `names` says.
  const sections = useMemo(() => chartSections(metrics.filter(matcher(wanted))), [names, wanted]);
  const zooms = useMemo(() => parseZooms(search.zoom), [search.zoom]);
  const turned = (search.sections ?? "").split(",").filter(Boolean);
  const turn = (name: string) => {
    const next = turned.includes(name) ? turned.filter((one) => one !== name) : [...turned, name];
    set({ sections: next.join(",") || undefined });
  };
  const zoomTo = (path: string, zoom: Zoom | undefined) => {
    const next = settings.linked ? new Map<string, Zoom>() : new Map(zooms);
    const name = settings.linked ? all : path;
    if (zoom) next.set(name, zoom);
    else next.delete(name);
    set({ zoom: formatZooms(next) });
  };
  if (runs.length === 0) return <Text className="pane-note">No run to draw.</Text>;
  return (
    <div className="charts-pane">
      <ChartControls search={search} settings={settings} set={set} />
      <Failure error={error} />
      {chosen > runs.length && (
        <Text size="xs" className="quiet">
          The first {mostLines} of {plural(chosen, "run")} are drawn.
        </Text>
      )}
      {isWaiting && metrics.length === 0 && <Skeleton h={240} className="appears-late" />}
      {!isWaiting && sections.length === 0 && (
        <Text className="pane-note">
          {wanted ? "No metric is named so." : "These runs have no metrics yet."}
        </Text>
      )}
      {sections.map(([section, paths]) => {
        const name = section || "(no namespace)";
        const isOpen = turned.includes(name) !== metrics.length <= manyCharts;
        return (
          <section key={section}>
            <h3 className="pane-section" hidden={sections.length === 1}>
              <UnstyledButton aria-expanded={isOpen} onClick={() => turn(name)}>
                <IconChevronRight size={15} className="mirrored turns" data-open={isOpen || undefined} />
                <bdi>{name}</bdi>
                <span className="quiet">{paths.length}</span>
              </UnstyledButton>
            </h3>
            {isOpen && (
              <div className="chart-grid">
                {paths.map((path) => (
                  <RunsChart
                    key={path}
                    id={id}
                    path={path}
                    title={section && sections.length > 1 ? path.slice(section.length + 1) : path}
                    runs={runs}
                    isOneOfMany={metrics.length > manyCharts}
                    settings={settings}
                    zoom={zooms.get(settings.linked ? all : path)}
                    onZoom={(zoom) => zoomTo(path, zoom)}
                  />
                ))}
              </div>
            )}
          </section>
        );
      })}
    </div>
  );
}

interface RunsChartProps {
  id: ProjectId;
  path: string;
  title: string;
  runs: ChartedRun[];
  /** Then it is there only while it is near the screen. */
  isOneOfMany: boolean;
  settings: ChartSettings;
  zoom: Zoom | undefined;
  onZoom: (zoom: Zoom | undefined) => void;
}

function RunsChart({ id, path, title, runs, isOneOfMany, settings, zoom, onZoom }: RunsChartProps) {
  const series = useMemo(
    () =>
      runs.map((run) => ({
        run: run.id,
        path,
        label: run.name ? `${run.id} ${run.name}` : run.id,
        colour: run.colour,
        dash: run.dash,
      })),
    [runs, path],
  );
  const chart = (
    <MetricChart
      id={id}
      title={title}
      series={series}
      axis={settings.axis}
      smoothing={settings.smooth}
      logX={settings.logX}
      logY={settings.logY}
      envelope={settings.envelope}
      range={zoom}
      onRange={onZoom}
    />
  );
  return isOneOfMany ? <WhenNear height={chartHeight}>{chart}</WhenNear> : chart;
}
