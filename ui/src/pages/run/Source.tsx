import { Card, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { fileUrl } from "../../api/runs";
import type { GitReference } from "../../api/types";
import { attributeText, isSource } from "../../lib/attributes";
import { FileView } from "../../parts/FileView";
import { FileSetView } from "./FileSetView";
import { GitTable } from "./GitTable";
import type { TabProps } from "./RunPage";
import { Nothing } from "./states";

export function Source({ id, run, data }: TabProps) {
  const source = useMemo(() => data.attributes.filter((a) => isSource(a.path)), [data.attributes]);
  const sets = source.filter((a) => a.kind === "fileSet");
  const files = source.filter((a) => a.kind === "file");
  const git = source.find((a) => a.kind === "gitRef");
  const entry = source.find((a) => a.path === "source_code/entrypoint" && a.kind === "string");
  const entrypoint = attributeText(entry);
  if (source.length === 0)
    return <Nothing title="No source code">The client did not upload the code of this run.</Nothing>;
  return (
    <Stack>
      {entrypoint && (
        <Text size="sm">
          Started from <code dir="auto">{entrypoint}</code>
        </Text>
      )}
      {git && (
        <Card withBorder padding="md">
          <Title order={3} size="h5" mb="xs">
            Git
          </Title>
          <GitTable git={(git.value ?? {}) as GitReference} />
        </Card>
      )}
      {sets.map((set) => (
        <Card key={set.path} withBorder padding="md">
          {sets.length > 1 && (
            <Text dir="auto" fw={600} size="sm">
              {set.path}
            </Text>
          )}
          <FileSetView
            id={id}
            run={run}
            path={set.path}
            initial={set.path === "source_code/files" && entrypoint ? entrypoint : undefined}
          />
        </Card>
      ))}
      {files.map((file) => (
        <Card key={file.path} withBorder padding="md">
          <FileView
            url={fileUrl(id, run, { path: file.path })}
            name={file.name ?? file.path}
            mimeType={file.mimeType}
            size={file.size}
          />
        </Card>
      ))}
    </Stack>
  );
}
