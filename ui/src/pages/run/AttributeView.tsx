import {
  Anchor,
  Badge,
  Button,
  Code,
  CopyButton,
  Drawer,
  Group,
  Stack,
  Table,
  Text,
  useComputedColorScheme,
} from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ProjectId } from "../../api/projects";
import { checkpointUrl } from "../../api/registry";
import { fileUrl } from "../../api/runs";
import type { Attribute, GitReference, NotebookReference } from "../../api/types";
import { attributeText } from "../../lib/attributes";
import { assignInk, inkColour } from "../../lib/colours";
import { fileTitle } from "../../lib/fileForm";
import { formatNumber, formatTime, formatUtc, rawCell, toNumber } from "../../lib/format";
import { FileView } from "../../parts/FileView";
import { ArtifactView } from "./ArtifactView";
import { OneChart } from "./Charts";
import { FileSetView } from "./FileSetView";
import { GitTable } from "./GitTable";
import { HistogramView } from "./HistogramView";
import { LogView } from "./LogView";
import { MediaSeries } from "./Media";
import type { TabProps } from "./RunPage";

type Props = TabProps & { attribute: Attribute };

export function AttributeDrawer({
  attribute,
  onClose,
  ...props
}: TabProps & { attribute: Attribute | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={attribute !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={
        <Text dir="auto" fw={600} style={{ overflowWrap: "anywhere" }}>
          {attribute?.path}
        </Text>
      }
    >
      {attribute && (
        <Stack key={attribute.path}>
          <Group gap="xs">
            <Badge variant="light" tt="none">
              {attribute.kind}
            </Badge>
            <CopyButton value={attribute.path}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="subtle" onClick={copy}>
                  {copied ? "Copied" : "Copy path"}
                </Button>
              )}
            </CopyButton>
          </Group>
          <AttributeView {...props} attribute={attribute} />
        </Stack>
      )}
    </Drawer>
  );
}

function AttributeView(props: Props) {
  const { id, run, attribute } = props;
  const { path, kind } = attribute;
  switch (kind) {
    case "file":
      return (
        <FileView
          url={fileUrl(id, run, { path })}
          name={fileTitle(attribute.name, path)}
          mimeType={attribute.mimeType}
          size={attribute.size}
        />
      );
    case "artifact":
      return <ArtifactView id={id} hash={attribute.hash ?? ""} />;
    case "notebookRef":
      return <NotebookLink id={id} value={attribute.value as NotebookReference} />;
    case "fileSet":
      return <FileSetView id={id} run={run} path={path} narrow />;
    case "floatSeries":
      return <FloatSeries {...props} />;
    case "stringSeries":
      return <LogView id={id} run={run} path={path} />;
    case "fileSeries":
      return <MediaSeries id={id} run={run} path={path} />;
    case "histogramSeries":
      return <HistogramView id={id} run={run} path={path} />;
    case "gitRef":
      return <GitTable git={(attribute.value ?? {}) as GitReference} />;
    case "stringSet":
      return (
        <Group gap={6}>
          {(attribute.values ?? []).map((value) => (
            <Badge key={value} variant="light" tt="none" dir="auto">
              {value}
            </Badge>
          ))}
          {!attribute.values?.length && <Text c="dimmed">The set is empty.</Text>}
        </Group>
      );
    case "datetime":
      return <Value text={typeof attribute.value === "string" ? formatUtc(attribute.value) : ""} />;
    case "float":
    case "int":
    case "bool":
    case "string":
      return <Value text={rawCell(attribute.value as never)} />;
    default:
      return <Value text={attributeText(attribute)} />;
  }
}

function NotebookLink({ id, value }: { id: ProjectId; value: NotebookReference }) {
  const { notebookId, checkpointId } = value;
  return (
    <Stack gap="sm">
      <Anchor
        component={Link}
        size="sm"
        to="/$ws/$project/notebooks"
        params={id as never}
        search={{ notebook: notebookId, checkpoint: checkpointId } as never}
      >
        All checkpoints of the notebook
      </Anchor>
      {checkpointId && <FileView url={checkpointUrl(id, notebookId, checkpointId)} name="checkpoint.ipynb" />}
    </Stack>
  );
}

function Value({ text }: { text: string }) {
  if (!text) return <Text c="dimmed">Empty</Text>;
  return (
    <Stack gap="xs" align="flex-start">
      <Code block dir="auto" w="100%" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="light" onClick={copy}>
            {copied ? "Copied" : "Copy value"}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

/** Values beyond the last point that may still change. */
function Previews({ previews }: { previews: NonNullable<Attribute["previews"]> }) {
  return (
    <Table fz="sm" withRowBorders={false} verticalSpacing={2} captionSide="top">
      <Table.Caption ta="start">Previews: these values may still change</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Step</Table.Th>
          <Table.Th>Value</Table.Th>
          <Table.Th>Complete</Table.Th>
          <Table.Th>At</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {previews.map(({ step, value, completion, at }) => (
          <Table.Tr key={String(step)}>
            <Table.Td>{formatNumber(toNumber(step))}</Table.Td>
            <Table.Td>{formatNumber(toNumber(value))}</Table.Td>
            <Table.Td>{Math.round(toNumber(completion) * 100)} %</Table.Td>
            <Table.Td>{formatTime(at)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function FloatSeries({ id, run, data, attribute }: Props) {
  const dark = useComputedColorScheme("light") === "dark";
  const colour = inkColour(assignInk([data.shortId]).get(data.shortId), dark);
  const numbers = [
    "count",
    "first",
    "firstStep",
    "last",
    "lastStep",
    "min",
    "max",
    "mean",
    "variance",
  ] as const;
  return (
    <Stack>
      <OneChart
        id={id}
        run={run}
        path={attribute.path}
        title={attribute.path}
        colour={colour}
        axis="step"
        smoothing={0}
        logY={false}
      />
      {attribute.previews && attribute.previews.length > 0 && <Previews previews={attribute.previews} />}
      <Table fz="sm" withRowBorders={false} verticalSpacing={2}>
        <Table.Tbody>
          {numbers
            .filter((name) => attribute[name] !== undefined && attribute[name] !== null)
            .map((name) => (
              <Table.Tr key={name}>
                <Table.Th c="dimmed" fw={400} ta="start" w={120}>
                  {name === "firstStep" ? "first step" : name === "lastStep" ? "last step" : name}
                </Table.Th>
                <Table.Td ta="start">{formatNumber(toNumber(attribute[name]))}</Table.Td>
              </Table.Tr>
            ))}
          {attribute.lastAt && (
            <Table.Tr>
              <Table.Th c="dimmed" fw={400} ta="start">
                last at
              </Table.Th>
              <Table.Td ta="start">{formatTime(attribute.lastAt)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
