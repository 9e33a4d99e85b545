import { Card, Grid, Group, Stack, Table, Text, Title, Tooltip } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import type { Attribute, GitReference } from "../../api/types";
import { attributeText, isMetric, isScalar } from "../../lib/attributes";
import { formatAgo, formatBytes, formatDuration, formatTime, formatUtc } from "../../lib/format";
import { Comments } from "./Comments";
import { Description } from "./Description";
import { GitTable } from "./GitTable";
import { hasLineage, Lineage } from "./Lineage";
import { LogView } from "./LogView";
import type { TabProps } from "./RunPage";
import { StateBadge } from "./StateBadge";
import { Tags } from "./Tags";
import { ValueList } from "./ValueList";

const traceback = /^monitoring\/(?:[^/]+\/)?traceback$/;
const titles = { run: "Run", model: "Model", modelVersion: "Version", project: "Project" };
const ours = /^(sys|monitoring|source_code|parameters|properties)\//;

export function Overview({ id, run, data, canWrite }: TabProps) {
  const { attributes } = data;
  const groups = useMemo(() => {
    const below = (prefix: string) => attributes.filter((a) => a.path.startsWith(prefix));
    return {
      parameters: below("parameters/"),
      properties: below("properties/"),
      other: attributes.filter((a) => !ours.test(a.path) && (isScalar(a.kind) || a.kind === "stringSet")),
      metrics: attributes.filter(isMetric),
      git: attributes.find((a) => a.kind === "gitRef"),
      traces: attributes.filter((a) => traceback.test(a.path)),
    };
  }, [attributes]);

  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <Section title={titles[data.kind]}>
            <Facts data={data} />
            <Text size="sm" c="dimmed" mt="sm" mb={4}>
              Tags
            </Text>
            <Tags id={id} run={run} tags={data.tags ?? []} canWrite={canWrite} />
          </Section>
          {hasLineage(data) && (
            <Section title="Lineage">
              <Lineage id={id} data={data} />
            </Section>
          )}
          {groups.git && (
            <Section title="Git">
              <GitTable git={(groups.git.value ?? {}) as GitReference} />
            </Section>
          )}
          <Section title="Comments">
            <Comments id={id} run={run} canWrite={canWrite} />
          </Section>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          {(data.failed || data.state === "failed") && groups.traces.length > 0 && (
            <Section title="Traceback">
              {groups.traces.map((a) =>
                a.kind === "stringSeries" ? (
                  <LogView key={a.path} id={id} run={run} path={a.path} height={260} />
                ) : (
                  <Text
                    key={a.path}
                    component="pre"
                    ff="monospace"
                    size="xs"
                    dir="auto"
                    style={{ overflow: "auto" }}
                  >
                    {attributeText(a)}
                  </Text>
                ),
              )}
            </Section>
          )}
          <Section title="Description">
            <Description id={id} run={run} text={data.description ?? ""} canWrite={canWrite} />
          </Section>
          <Values title="Parameters" strip="parameters/" attributes={groups.parameters} />
          <Values title="Latest metrics" strip="" attributes={groups.metrics} />
          <Values title="Properties" strip="properties/" attributes={groups.properties} />
          <Values title="Other values" strip="" attributes={groups.other} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="md" style={{ minInlineSize: 0 }}>
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </Card>
  );
}

/** What the server was told last; of a run that goes on, until now, and of a client that never told, until its last change. */
function ranFor({ state, createdAt, modifiedAt, runningSeconds }: TabProps["data"]) {
  const until = state === "running" ? Date.now() : new Date(modifiedAt ?? createdAt).getTime();
  const seconds = (until - new Date(createdAt).getTime()) / 1000;
  return state === "running"
    ? Math.max(runningSeconds ?? 0, seconds)
    : runningSeconds || Math.max(0, seconds);
}

function Facts({ data }: { data: TabProps["data"] }) {
  const time = (value: string | null | undefined) =>
    value ? (
      <Tooltip label={formatUtc(value)}>
        <span>
          {formatTime(value)} · {formatAgo(value)}
        </span>
      </Tooltip>
    ) : (
      "–"
    );
  const isRun = data.kind === "run";
  const rows: [string, ReactNode][] = [
    [
      "State",
      isRun && (
        <Group key="state" gap={4}>
          <StateBadge state={data.state} failed={data.failed} />
        </Group>
      ),
    ],
    ["Id", data.shortId],
    ["Custom id", data.customId],
    ["Owner", data.owner],
    ["Machine", data.hostname],
    ["Created", time(data.createdAt)],
    ["Last change", time(data.modifiedAt)],
    ["Finished", isRun && data.finishedAt && time(data.finishedAt)],
    ["Running time", isRun && formatDuration(ranFor(data))],
    ["Size", formatBytes(data.sizeBytes)],
  ];
  return (
    <Table withRowBorders={false} verticalSpacing={2} fz="sm">
      <Table.Tbody>
        {rows
          .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false)
          .map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th c="dimmed" fw={400} ta="start" w={120}>
                {label}
              </Table.Th>
              <Table.Td dir="auto" ta="start" style={{ overflowWrap: "anywhere" }}>
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function Values(props: { title: string; strip: string; attributes: Attribute[] }) {
  if (props.attributes.length === 0) return null;
  return (
    <Section title={props.title}>
      <ValueList {...props} />
    </Section>
  );
}
