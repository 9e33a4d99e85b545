import { Group, Select, Stack, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconCalendar,
  IconChartHistogram,
  IconChartLine,
  IconCheckbox,
  IconFile,
  IconFolder,
  IconGitBranch,
  IconHash,
  IconLetterT,
  IconNotebook,
  IconPackage,
  IconPhoto,
  IconSearch,
  IconTags,
  IconTerminal,
} from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { Attribute, Kind } from "../../api/types";
import { attributeText, matcher, natural } from "../../lib/attributes";
import { plural } from "../../lib/format";
import { AttributeDrawer } from "./AttributeView";
import type { TabProps } from "./RunPage";
import { Nothing } from "./states";

const icons: Record<Kind, typeof IconHash> = {
  float: IconHash,
  int: IconHash,
  bool: IconCheckbox,
  string: IconLetterT,
  datetime: IconCalendar,
  stringSet: IconTags,
  file: IconFile,
  fileSet: IconFolder,
  artifact: IconPackage,
  gitRef: IconGitBranch,
  notebookRef: IconNotebook,
  floatSeries: IconChartLine,
  stringSeries: IconTerminal,
  fileSeries: IconPhoto,
  histogramSeries: IconChartHistogram,
};
const rowHeight = 30;

export function AllData(props: TabProps) {
  const { attributes } = props.data;
  const [search, setSearch] = useState("");
  const [kind, setKind] = useState<string | null>(null);
  const [open, setOpen] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => [...attributes].sort((a, b) => natural(a.path, b.path)), [attributes]);
  const kinds = useMemo(() => [...new Set(attributes.map((a) => a.kind))].sort(), [attributes]);
  const rows = useMemo(() => {
    const fits = matcher(search);
    return sorted.filter((a) => (!kind || a.kind === kind) && (fits(a.path) || fits(attributeText(a))));
  }, [sorted, search, kind]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  if (attributes.length === 0) return <Nothing title="No data yet">The run has not logged anything.</Nothing>;
  return (
    <Stack gap="sm">
      <Group>
        <TextInput
          size="xs"
          w={280}
          dir="auto"
          aria-label="Search attributes"
          placeholder="Search names and values"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={160}
          clearable
          aria-label="Kind"
          placeholder="Every kind"
          data={kinds}
          value={kind}
          onChange={setKind}
        />
        <Text size="xs" c="dimmed">
          {plural(rows.length, "attribute")}
        </Text>
      </Group>
      {rows.length === 0 && <Nothing title="Nothing matches" />}
      <div ref={scroller} style={{ maxBlockSize: "70vh", overflow: "auto" }}>
        <div style={{ blockSize: list.getTotalSize(), position: "relative" }}>
          {list.getVirtualItems().map((item) => {
            const attribute = rows[item.index];
            return (
              attribute && (
                <div
                  key={attribute.path}
                  style={{
                    position: "absolute",
                    insetInline: 0,
                    insetBlockStart: item.start,
                    blockSize: rowHeight,
                  }}
                >
                  <Row attribute={attribute} onOpen={() => setOpen(attribute.path)} />
                </div>
              )
            );
          })}
        </div>
      </div>
      <AttributeDrawer
        {...props}
        attribute={attributes.find((a) => a.path === open)}
        onClose={() => setOpen(undefined)}
      />
    </Stack>
  );
}

function Row({ attribute, onOpen }: { attribute: Attribute; onOpen: () => void }) {
  const Icon = icons[attribute.kind] ?? IconHash;
  return (
    <UnstyledButton
      w="100%"
      h={rowHeight}
      px={6}
      onClick={onOpen}
      style={{ borderBlockEnd: "1px solid var(--mantine-color-default-border)" }}
    >
      <Group gap="sm" wrap="nowrap" h="100%">
        <Tooltip label={attribute.kind} openDelay={300}>
          <Icon size={15} style={{ flexShrink: 0, opacity: 0.7 }} aria-label={attribute.kind} />
        </Tooltip>
        <Text size="sm" dir="auto" truncate style={{ flex: "1 1 50%", minInlineSize: 0 }}>
          {attribute.path}
        </Text>
        <Text size="sm" dir="auto" c="dimmed" truncate style={{ flex: "1 1 50%", minInlineSize: 0 }}>
          {attributeText(attribute).slice(0, 300)}
        </Text>
      </Group>
    </UnstyledButton>
  );
}
