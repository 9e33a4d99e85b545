import { Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconFile, IconFolder } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { useFiles } from "../../api/runs";
import type { FileEntry } from "../../api/types";
import { natural } from "../../lib/attributes";
import { formatBytes } from "../../lib/format";
import { Failure, Loading } from "./states";

interface FileTreeProps {
  id: ProjectId;
  run: string;
  /** The file set's attribute. */
  path: string;
  dir?: string;
  selected?: string;
  onSelect: (entry: FileEntry) => void;
}

export function FileTree({ dir = "", ...props }: FileTreeProps) {
  const { data, error, refetch } = useFiles(props.id, props.run, props.path, dir);
  const entries = useMemo(
    () =>
      [...(data ?? [])].sort((a, b) => Number(b.directory) - Number(a.directory) || natural(a.name, b.name)),
    [data],
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Empty
      </Text>
    );
  return (
    <div>
      {entries.map((entry) =>
        entry.directory ? (
          <Folder key={entry.path} {...props} entry={entry} />
        ) : (
          <UnstyledButton
            key={entry.path}
            w="100%"
            px={4}
            aria-current={props.selected === entry.path || undefined}
            onClick={() => props.onSelect(entry)}
            style={{
              borderRadius: 4,
              background: props.selected === entry.path ? "var(--mantine-primary-color-light)" : undefined,
            }}
          >
            <Group gap={6} wrap="nowrap" ps={18}>
              <IconFile size={14} style={{ flexShrink: 0 }} />
              <Text size="sm" dir="auto" truncate title={entry.path} flex={1}>
                {entry.name}
              </Text>
              <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
                {formatBytes(entry.size)}
              </Text>
            </Group>
          </UnstyledButton>
        ),
      )}
    </div>
  );
}

function Folder({ entry, ...props }: Omit<FileTreeProps, "dir"> & { entry: FileEntry }) {
  const [open, setOpen] = useState(false);
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton w="100%" px={4} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Group gap={4} wrap="nowrap">
          <Arrow size={14} style={{ flexShrink: 0 }} />
          <IconFolder size={14} style={{ flexShrink: 0 }} />
          <Text size="sm" dir="auto" truncate>
            {entry.name}
          </Text>
        </Group>
      </UnstyledButton>
      {open && (
        <div style={{ paddingInlineStart: 14 }}>
          <FileTree {...props} dir={entry.path} />
        </div>
      )}
    </div>
  );
}
