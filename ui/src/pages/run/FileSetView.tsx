import { Box, Button, Grid, Group, Text } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { archiveUrl, fileUrl, useFiles } from "../../api/runs";
import { FileView } from "../../parts/FileView";
import { FileTree } from "./FileTree";

interface FileSetViewProps {
  id: ProjectId;
  run: string;
  path: string;
  /** The file to show first. */
  initial?: string;
  /** In a narrow place the file stands below the tree. */
  narrow?: boolean;
}

export function FileSetView({ id, run, path, initial, narrow = false }: FileSetViewProps) {
  const [picked, setPicked] = useState<{ path: string; size?: number }>();
  const root = useFiles(id, run, path, "");
  const files = root.data?.filter((entry) => !entry.directory) ?? [];
  // What a run was started from is often outside of what it uploaded.
  const first =
    initial &&
    (files.find((entry) => entry.path === initial) ?? files.find((entry) => /\.py$/.test(entry.name)));
  const chosen = picked ?? (first || undefined);
  return (
    <Grid>
      <Grid.Col span={narrow ? 12 : { base: 12, md: 4 }}>
        <Group justify="flex-end" mb="xs">
          <Button
            component="a"
            href={archiveUrl(id, run, path)}
            download
            size="compact-xs"
            variant="light"
            leftSection={<IconFileZip size={14} />}
          >
            Download as zip
          </Button>
        </Group>
        <Box mah={narrow ? "35vh" : "75vh"} style={{ overflow: "auto" }}>
          <FileTree id={id} run={run} path={path} selected={chosen?.path} onSelect={setPicked} />
        </Box>
      </Grid.Col>
      <Grid.Col span={narrow ? 12 : { base: 12, md: 8 }}>
        {chosen ? (
          <FileView
            key={chosen.path}
            url={fileUrl(id, run, { path, sub: chosen.path })}
            name={chosen.path}
            size={chosen.size}
          />
        ) : (
          <Text size="sm" c="dimmed">
            Choose a file to see it here.
          </Text>
        )}
      </Grid.Col>
    </Grid>
  );
}
