import { Badge, Code, CopyButton, Group, Stack, Table, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { useDataset } from "../../api/registry";
import type { DatasetFile } from "../../api/types";
import { matcher } from "../../lib/attributes";
import { formatBytes, plural } from "../../lib/format";
import { Failure, Loading } from "./states";

const shownFiles = 500;

/** A version of a data set: its hash, and the files that made it, each with its own. */
export function ArtifactView({ id, hash }: { id: ProjectId; hash: string }) {
  const { data, error, refetch } = useDataset(id, hash);
  const [search, setSearch] = useState("");
  const found = useMemo(() => {
    const fits = matcher(search);
    return (data?.files ?? []).filter((file) => fits(file.path) || fits(file.hash));
  }, [data, search]);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          Hash
        </Text>
        <Hash text={hash} />
      </Group>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data && !data.files && <Text c="dimmed">The client has not listed its files.</Text>}
      {data?.files && (
        <>
          <Group gap="sm">
            <Text size="sm">
              {plural(data.files.length, "file")}
              {data.size === undefined ? "" : ` · ${formatBytes(data.size)}`}
            </Text>
            {data.files.length > 8 && (
              <TextInput
                size="xs"
                w={220}
                dir="auto"
                aria-label="Search files"
                placeholder="Search paths and hashes"
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
            )}
          </Group>
          <Text size="xs" c="dimmed">
            Only the list is kept here. The files lie where the client found them.
          </Text>
          <Table fz="sm" verticalSpacing={4} layout="fixed">
            <Table.Tbody>
              {found.slice(0, shownFiles).map((file) => (
                <File key={file.path} file={file} />
              ))}
            </Table.Tbody>
          </Table>
          {found.length > shownFiles && (
            <Text size="xs" c="dimmed">
              The first {shownFiles} of {found.length}: search for others.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

function File({ file: { path, hash, type, size, metadata } }: { file: DatasetFile }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" dir="auto" fw={500} style={{ overflowWrap: "anywhere" }}>
            {path}
          </Text>
          {type && (
            <Badge size="xs" variant="default" tt="none">
              {type}
            </Badge>
          )}
        </Group>
        <Hash text={hash} />
        {metadata.map(({ key, value }) => (
          <Text key={key} size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {key.replaceAll("_", " ")}: <bdi>{value}</bdi>
          </Text>
        ))}
      </Table.Td>
      <Table.Td ta="end" w={90} style={{ verticalAlign: "top" }}>
        {formatBytes(size)}
      </Table.Td>
    </Table.Tr>
  );
}

const Hash = ({ text }: { text: string }) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <UnstyledButton onClick={copy} aria-label={`Copy the hash ${text}`} title="Copy">
        <Code style={{ overflowWrap: "anywhere" }}>{copied ? "Copied" : text}</Code>
      </UnstyledButton>
    )}
  </CopyButton>
);
