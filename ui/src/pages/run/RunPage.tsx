import { Anchor, Badge, Box, Group, Skeleton, Stack, Tabs, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useProjectEvents } from "../../api/events";
import { type ProjectId, useProject } from "../../api/projects";
import { useRun } from "../../api/runs";
import type { Run } from "../../api/types";
import { attributeText, isMetric } from "../../lib/attributes";
import { AllData } from "./AllData";
import { Charts } from "./Charts";
import { Files, filesOf } from "./Files";
import { Logs } from "./Logs";
import { Media } from "./Media";
import { Overview } from "./Overview";
import { RunMenu } from "./RunMenu";
import { Source } from "./Source";
import { Stage } from "./Stage";
import { StateBadge } from "./StateBadge";
import { StopButtons } from "./StopButtons";
import { Failure, Loading } from "./states";
import { Versions } from "./Versions";

export interface TabProps {
  id: ProjectId;
  /** The run as the address names it; queries and live events use the same word. */
  run: string;
  data: Run;
  canWrite: boolean;
}

export interface RunPageProps {
  id: ProjectId;
  run: string;
  tab: string;
  onTab: (tab: string) => void;
}

export function RunPage({ id, run, tab, onTab }: RunPageProps) {
  const live = useProjectEvents(id, [run]);
  const { data, error, refetch } = useRun(id, run);
  const project = useProject(id);
  const canWrite = project.data?.role === "owner" || project.data?.role === "contributor";
  const tabs = useMemo(() => (data ? tabsOf(data) : []), [data]);

  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <Stack px="lg" py="md">
        <Skeleton height={36} width={280} />
        <Loading rows={8} />
      </Stack>
    );

  const wanted = printedTabs[tab] ?? tab;
  const current = tabs.some((t) => t.key === wanted)
    ? wanted
    : data.kind === "model"
      ? "versions"
      : "overview";
  const props: TabProps = { id, run, data, canWrite };
  return (
    <Stack gap="md" px="lg" py="md" style={{ minInlineSize: 0 }}>
      <Group justify="space-between" align="flex-start" wrap="wrap">
        <Group gap="sm" style={{ minInlineSize: 0 }}>
          <Title order={2} size="h3" dir="auto" style={{ overflowWrap: "anywhere" }}>
            {data.name || data.customId || data.shortId}
          </Title>
          {(data.name || data.customId) && <Text c="dimmed">{data.shortId}</Text>}
          {data.kind === "run" && <StateBadge state={data.state} failed={data.failed} />}
          {data.kind === "modelVersion" && <VersionOf {...props} />}
          {data.trashed && <Badge color="gray">in the trash</Badge>}
          {live.connected && data.state === "running" && (
            <Badge variant="dot" color="green" tt="none">
              live
            </Badge>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap">
          {data.kind === "run" && data.state === "running" && canWrite && <StopButtons id={id} run={run} />}
          <RunMenu id={id} run={run} data={data} role={project.data?.role} />
        </Group>
      </Group>
      {error && <Failure error={error} retry={() => void refetch()} />}
      <Tabs value={current} onChange={(next) => next && onTab(next)} keepMounted={false}>
        <Tabs.List>
          {tabs.map(({ key, label, count }) => (
            <Tabs.Tab
              key={key}
              value={key}
              rightSection={
                count ? (
                  <Text size="xs" c="dimmed" span>
                    {count}
                  </Text>
                ) : undefined
              }
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Box pt="md">
          <Tabs.Panel value="versions">
            <Versions {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="overview">
            <Overview {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="charts">
            <Charts {...props} kind="metrics" />
          </Tabs.Panel>
          <Tabs.Panel value="logs">
            <Logs {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="media">
            <Media {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="hardware">
            <Charts {...props} kind="hardware" />
          </Tabs.Panel>
          <Tabs.Panel value="files">
            <Files {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="source">
            <Source {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="data">
            <AllData {...props} />
          </Tabs.Panel>
        </Box>
      </Tabs>
    </Stack>
  );
}

/** Of which model it is a version, and how far it has come. */
function VersionOf({ id, data, canWrite }: TabProps) {
  const of = (path: string) => attributeText(data.attributes.find((a) => a.path === path));
  const model = of("sys/model_id");
  return (
    <>
      <Text size="sm" c="dimmed">
        version of{" "}
        <Anchor
          underline="always"
          component={Link}
          to="/$ws/$project/e/$run/{-$tab}"
          params={{ ...id, run: model, tab: undefined } as never}
        >
          {model}
        </Anchor>
      </Text>
      <Stage id={id} version={data.shortId} stage={of("sys/stage") || "none"} canWrite={canWrite} />
    </>
  );
}

/** The names of the sections in the links that Neptune's clients print. */
const printedTabs: Record<string, string> = {
  metadata: "data",
  all: "data",
  details: "overview",
  parameters: "overview",
  monitoring: "hardware",
  images: "media",
  artifacts: "files",
  "source-code": "source",
};

/** Tabs that a holder other than a run has only when there is something on them. */
const ofRuns = ["charts", "logs", "media", "hardware", "source"];

function tabsOf({ attributes, kind }: Run): { key: string; label: string; count?: number }[] {
  const of = (kind: string) => attributes.filter((a) => a.kind === kind).length;
  const tabs = [
    { key: "overview", label: "Overview" },
    { key: "charts", label: "Charts", count: attributes.filter(isMetric).length },
    { key: "logs", label: "Logs", count: of("stringSeries") },
    { key: "media", label: "Media", count: of("fileSeries") + of("histogramSeries") },
    {
      key: "hardware",
      label: "Hardware",
      count: attributes.filter((a) => a.kind === "floatSeries" && a.path.startsWith("monitoring/")).length,
    },
    { key: "files", label: "Files", count: filesOf(attributes).length },
    { key: "source", label: "Source" },
    { key: "data", label: "All data", count: attributes.length },
  ];
  if (kind === "run") return tabs;
  const shown = tabs.filter((tab) => !ofRuns.includes(tab.key) || tab.count);
  return kind === "model" ? [{ key: "versions", label: "Versions" }, ...shown] : shown;
}
