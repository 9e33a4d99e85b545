import {
  Group,
  SegmentedControl,
  SimpleGrid,
  Slider,
  Stack,
  Switch,
  Text,
  TextInput,
  UnstyledButton,
  useComputedColorScheme,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronRight, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Axis } from "../../api/types";
import { chartSections, isMetric, matcher } from "../../lib/attributes";
import { assignInk, inkColour } from "../../lib/colours";
import { keep, recall } from "../../lib/storage";
import { MetricChart } from "../../parts/MetricChart";
import { WhenNear } from "../../parts/WhenNear";
import type { TabProps } from "./RunPage";
import { Nothing } from "./states";

// Beyond this many charts, sections begin closed.
const manyCharts = 200;
const chartHeight = 268;

const axes: { value: Axis; label: string }[] = [
  { value: "step", label: "Step" },
  { value: "relativeTime", label: "Duration" },
  { value: "time", label: "Time" },
];

export function Charts({ id, run, data, kind }: TabProps & { kind: "metrics" | "hardware" }) {
  const hardware = kind === "hardware";
  const dark = useComputedColorScheme("light") === "dark";
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search, 150);
  // Hardware is sampled by the clock, so its steps say little.
  const [axis, setAxis] = useState<Axis>(() =>
    hardware ? "relativeTime" : recall<Axis>("chart-axis", "step"),
  );
  const [smoothing, setSmoothing] = useState(() => (hardware ? 0 : recall("chart-smoothing", 0)));
  const [logY, setLogY] = useState(false);

  const all = useMemo(
    () =>
      data.attributes
        .filter((a) =>
          hardware ? a.kind === "floatSeries" && a.path.startsWith("monitoring/") : isMetric(a),
        )
        .map((a) => a.path),
    [data.attributes, hardware],
  );
  // The list is another one with every answer, while its names hardly ever change.
  const names = all.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the paths are what `names` says.
  const sections = useMemo(() => chartSections(all.filter(matcher(wanted))), [names, wanted]);
  const found = useMemo(() => sections.reduce((sum, [, paths]) => sum + paths.length, 0), [sections]);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (section: string) => {
    const next = new Set(turned);
    if (!next.delete(section)) next.add(section);
    setTurned(next);
  };
  const colour = useMemo(
    () => inkColour(assignInk([data.shortId]).get(data.shortId), dark),
    [data.shortId, dark],
  );

  if (all.length === 0)
    return (
      <Nothing title={hardware ? "No hardware metrics" : "No metrics yet"}>
        {hardware
          ? "The client logged no processor, memory or graphics card values for this run."
          : "Charts appear here as soon as the run logs its first number series."}
      </Nothing>
    );
  return (
    <Stack gap="md">
      <Group gap="md" align="center">
        <TextInput
          size="xs"
          w={240}
          dir="auto"
          aria-label="Search charts"
          placeholder="Search, text or pattern"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label="Horizontal axis"
          data={axes}
          value={axis}
          onChange={(value) => {
            setAxis(value as Axis);
            if (!hardware) keep("chart-axis", value);
          }}
        />
        <Group gap="xs" wrap="nowrap">
          <Text size="xs">Smoothing</Text>
          <Slider
            w={140}
            size="sm"
            min={0}
            max={0.99}
            step={0.01}
            thumbLabel="Smoothing"
            label={(value) => value.toFixed(2)}
            value={smoothing}
            onChange={setSmoothing}
            onChangeEnd={(value) => {
              if (!hardware) keep("chart-smoothing", value);
            }}
          />
        </Group>
        <Switch
          size="xs"
          label="Logarithmic y"
          checked={logY}
          onChange={(event) => setLogY(event.currentTarget.checked)}
        />
      </Group>
      {sections.length === 0 && <Nothing title="No chart matches">Try a shorter text.</Nothing>}
      {sections.map(([section, paths]) => {
        const isOpen = turned.has(section) !== found <= manyCharts;
        const charts = () =>
          paths.map((path) => (
            <OneChart
              key={path}
              id={id}
              run={run}
              path={path}
              title={section ? path.slice(section.length + 1) : path}
              colour={colour}
              axis={axis}
              smoothing={smoothing}
              logY={logY}
              isOneOfMany={all.length > manyCharts}
            />
          ));
        return (
          <section key={section}>
            <h3 className="pane-section" hidden={sections.length === 1 && section === ""}>
              <UnstyledButton aria-expanded={isOpen} onClick={() => turn(section)}>
                <IconChevronRight size={15} className="mirrored turns" data-open={isOpen || undefined} />
                <bdi>{section || "(no namespace)"}</bdi>
                <span className="quiet">{paths.length}</span>
              </UnstyledButton>
            </h3>
            {isOpen && (
              <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="sm">
                {charts()}
              </SimpleGrid>
            )}
          </section>
        );
      })}
    </Stack>
  );
}

interface OneChartProps {
  /** Then it is there only while it is near the screen. */
  isOneOfMany?: boolean;
  id: TabProps["id"];
  run: string;
  path: string;
  title: string;
  colour: string;
  axis: Axis;
  smoothing: number;
  logY: boolean;
}
export function OneChart(props: OneChartProps) {
  const { id, run, path, title, colour, axis, smoothing, logY, isOneOfMany } = props;
  const series = useMemo(() => [{ run, path, label: title, colour }], [run, path, title, colour]);
  const chart = (
    <MetricChart id={id} title={title} series={series} axis={axis} smoothing={smoothing} logY={logY} />
  );
  return isOneOfMany ? <WhenNear height={chartHeight}>{chart}</WhenNear> : chart;
}
