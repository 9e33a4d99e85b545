import {
  ActionIcon,
  Button,
  Group,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from "@mantine/core";
import { IconDownload, IconFileZip, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { archiveUrl, fileUrl } from "../../api/runs";
import type { Attribute } from "../../api/types";
import { isSource, matcher, natural } from "../../lib/attributes";
import { fileTitle } from "../../lib/fileForm";
import { formatBytes, plural } from "../../lib/format";
import { AttributeDrawer } from "./AttributeView";
import type { TabProps } from "./RunPage";
import { Nothing } from "./states";

const fileKinds = ["file", "fileSet", "artifact"];
const isArtifact = (a: Attribute) => a.path.startsWith("artifacts/");

export const filesOf = (attributes: readonly Attribute[]) =>
  attributes.filter((a) => fileKinds.includes(a.kind) && !isSource(a.path));

export function Files({ id, run, data, canWrite }: TabProps) {
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<string>();
  const all = useMemo(
    () => filesOf(data.attributes).sort((a, b) => natural(a.path, b.path)),
    [data.attributes],
  );
  const shown = useMemo(() => {
    const fits = matcher(search);
    return all.filter((a) => fits(a.path) || fits(a.name ?? ""));
  }, [all, search]);
  if (all.length === 0) return <Nothing title="No files">Files that the run uploads appear here.</Nothing>;
  const groups: [string, Attribute[]][] = [
    ["Artifacts", shown.filter(isArtifact)],
    ["Other files", shown.filter((a) => !isArtifact(a))],
  ];
  const props = { id, run, data, canWrite };
  return (
    <Stack>
      <Group>
        <TextInput
          size="xs"
          w={260}
          dir="auto"
          aria-label="Search files"
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {all.some(isArtifact) && (
          <Button
            component="a"
            href={archiveUrl(id, run, "artifacts")}
            download
            size="xs"
            variant="light"
            leftSection={<IconFileZip size={14} />}
          >
            All artifacts as zip
          </Button>
        )}
      </Group>
      {shown.length === 0 && <Nothing title="No file matches" />}
      {groups.map(
        ([title, rows]) =>
          rows.length > 0 && (
            <div key={title}>
              <Title order={3} size="h5" mb="xs">
                {title}
              </Title>
              <Table.ScrollContainer minWidth={420}>
                <Table fz="sm" verticalSpacing={4} highlightOnHover>
                  <Table.Tbody>
                    {rows.map((a) => (
                      <FileRow key={a.path} {...props} attribute={a} onOpen={() => setOpen(a.path)} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </div>
          ),
      )}
      <AttributeDrawer
        {...props}
        attribute={all.find((a) => a.path === open)}
        onClose={() => setOpen(undefined)}
      />
    </Stack>
  );
}

function FileRow({ id, run, attribute, onOpen }: TabProps & { attribute: Attribute; onOpen: () => void }) {
  const { path, kind, size, files, hash } = attribute;
  const set = kind === "fileSet";
  const href = set ? archiveUrl(id, run, path) : fileUrl(id, run, { path }, true);
  return (
    <Table.Tr>
      <Table.Td>
        <UnstyledButton onClick={onOpen} style={{ overflowWrap: "anywhere", textAlign: "start" }}>
          <Text size="sm" dir="auto" c="var(--mantine-color-anchor)">
            {path}
          </Text>
        </UnstyledButton>
      </Table.Td>
      <Table.Td dir="auto" ta="start" c="dimmed">
        {set ? plural(files ?? 0, "file") : kind === "artifact" ? hash : fileTitle(attribute.name, path)}
      </Table.Td>
      <Table.Td ta="end" w={100} style={{ whiteSpace: "nowrap" }}>
        {formatBytes(size)}
      </Table.Td>
      <Table.Td w={44}>
        {kind !== "artifact" && (
          <ActionIcon
            component="a"
            href={href}
            download
            variant="subtle"
            size="sm"
            aria-label={set ? `Download ${path} as zip` : `Download ${path}`}
          >
            {set ? <IconFileZip size={16} /> : <IconDownload size={16} />}
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
