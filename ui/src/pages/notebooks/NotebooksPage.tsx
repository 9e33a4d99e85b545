import { Grid, NavLink, Select, Stack, Text } from "@mantine/core";
import { IconNotebook } from "@tabler/icons-react";
import type { ProjectId } from "../../api/projects";
import { checkpointUrl, useCheckpoints, useNotebooks } from "../../api/registry";
import type { KeptNotebook } from "../../api/types";
import { formatBytes, formatTime } from "../../lib/format";
import { Failure } from "../../parts/Failure";
import { FileView } from "../../parts/FileView";
import { Notice } from "../../parts/Notice";
import { Page } from "../../parts/Page";

interface Props {
  id: ProjectId;
  /** Which notebook, and which of its checkpoints; the newest when not told. */
  notebook?: string;
  checkpoint?: string;
  onOpen: (notebook: string, checkpoint?: string) => void;
}

const nameOf = ({ newest, id }: KeptNotebook) => newest?.name || newest?.path.split(/[/\\]/).at(-1) || id;

/** Notebooks that clients keep, with their states over time. */
export function NotebooksPage({ id, notebook, checkpoint, onOpen }: Props) {
  const { data, error } = useNotebooks(id);
  if (error) return <Failure error={error} />;
  if (data?.length === 0)
    return (
      <Notice
        title="No notebook yet"
        text="The extension neptune-notebooks of Jupyter keeps notebooks here, with a checkpoint for each run."
      />
    );
  const open = data?.find((one) => one.id === notebook) ?? data?.[0];
  return (
    <Page title="Notebooks" size="xl">
      <Grid>
        <Grid.Col span={{ base: 12, md: 3 }}>
          {data?.map((one) => (
            <NavLink
              key={one.id}
              component="button"
              active={one.id === open?.id}
              leftSection={<IconNotebook size={16} />}
              label={<bdi>{nameOf(one)}</bdi>}
              description={`${one.owner} · ${formatTime(one.newest?.createdAt ?? one.createdAt)}`}
              onClick={() => onOpen(one.id)}
            />
          ))}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }}>
          {open && (
            <Opened
              key={open.id}
              id={id}
              notebook={open.id}
              checkpoint={checkpoint}
              onOpen={(next) => onOpen(open.id, next)}
            />
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}

interface OpenedProps {
  id: ProjectId;
  notebook: string;
  checkpoint?: string;
  onOpen: (checkpoint: string) => void;
}
function Opened({ id, notebook, checkpoint, onOpen }: OpenedProps) {
  const { data, error } = useCheckpoints(id, notebook);
  if (error) return <Failure error={error} />;
  const shown =
    data?.find((one) => one.id === checkpoint) ?? data?.find((one) => one.size !== undefined) ?? data?.[0];
  if (!data || !shown) return <Text c="dimmed">{data ? "It has no checkpoint." : "…"}</Text>;
  return (
    <Stack gap="sm">
      <Select
        label="Checkpoint"
        maw={520}
        allowDeselect={false}
        data={data.map((one) => ({
          value: one.id,
          label: [
            formatTime(one.createdAt),
            one.name,
            one.size === undefined ? "no content" : formatBytes(one.size),
          ]
            .filter(Boolean)
            .join(" · "),
        }))}
        value={shown.id}
        onChange={(next) => next && onOpen(next)}
      />
      {shown.description && (
        <Text size="sm" dir="auto">
          {shown.description}
        </Text>
      )}
      {shown.size === undefined ? (
        <Text c="dimmed">This checkpoint was announced without its content.</Text>
      ) : (
        <FileView url={checkpointUrl(id, notebook, shown.id)} name={shown.path} size={shown.size} />
      )}
    </Stack>
  );
}
