import {
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import {
  IconCalendar,
  IconChartHistogram,
  IconChartLine,
  IconCheckbox,
  IconChevronDown,
  IconChevronRight,
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
import { attributeText, buildTree, matcher, natural, type TreeNode } from "../../lib/attributes";
import { plural } from "../../lib/format";
import { keep, recall } from "../../lib/storage";
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
  const [flat, setFlat] = useState(() => recall("attributes-flat", false));
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) => {
    const next = new Set(closed);
    if (!next.delete(path)) next.add(path);
    setClosed(next);
  };
  const scroller = useRef<HTMLDivElement>(null);
  // Values change all the time, names hardly ever: only these are sorted.
  const names = attributes.map(({ path }) => path).join("\n");
  const places = useMemo(() => {
    const paths = names.split("\n");
    return paths.map((_, i) => i).sort((a, b) => natural(paths[a] ?? "", paths[b] ?? ""));
  }, [names]);
  const sorted = useMemo(() => places.flatMap((i) => attributes[i] ?? []), [places, attributes]);
  const kinds = useMemo(() => [...new Set(attributes.map((a) => a.kind))].sort(), [attributes]);
  const rows = useMemo(() => {
    const fits = matcher(search);
    return sorted.filter((a) => (!kind || a.kind === kind) && (fits(a.path) || fits(attributeText(a))));
  }, [sorted, search, kind]);
  const tree = useMemo(() => buildTree(rows), [rows]);
  // What somebody searches for is shown where it is, without opening folders first.
  const lines = useMemo(
    () => (flat ? rows.map(leaf) : flatten(tree, search || kind ? undefined : closed)),
    [flat, rows, tree, search, kind, closed],
  );
  const list = useVirtualizer({
    count: lines.length,
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
        <SegmentedControl
          aria-label="Form"
          data={[
            { value: "tree", label: "Tree" },
            { value: "list", label: "List" },
          ]}
          value={flat ? "list" : "tree"}
          onChange={(form) => {
            setFlat(form === "list");
            keep("attributes-flat", form === "list");
          }}
        />
        <Text size="xs" c="dimmed">
          {plural(rows.length, "attribute")}
        </Text>
      </Group>
      {rows.length === 0 && <Nothing title="Nothing matches" />}
      <div ref={scroller} style={{ maxBlockSize: "70vh", overflow: "auto" }}>
        <div style={{ blockSize: list.getTotalSize(), position: "relative" }}>
          {list.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return (
              line && (
                <div
                  key={`${line.attribute ? "" : "folder "}${line.path}`}
                  style={{
                    position: "absolute",
                    insetInline: 0,
                    insetBlockStart: item.start,
                    blockSize: rowHeight,
                  }}
                >
                  {line.attribute ? (
                    <Row
                      attribute={line.attribute}
                      name={line.name}
                      depth={line.depth}
                      onOpen={() => setOpen(line.path)}
                    />
                  ) : (
                    <Folder line={line} isOpen={!closed.has(line.path)} onToggle={() => toggle(line.path)} />
                  )}
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

interface Line {
  path: string;
  name: string;
  depth: number;
  count: number;
  attribute?: Attribute;
}

const leaf = (attribute: Attribute): Line => ({
  path: attribute.path,
  name: attribute.path,
  depth: 0,
  count: 1,
  attribute,
});

/** The tree as lines, without what lies in closed folders. */
function flatten(nodes: TreeNode[], closed: ReadonlySet<string> | undefined, depth = 0): Line[] {
  return nodes.flatMap(({ path, name, count, attribute, children }) => [
    { path, name, depth, count, attribute },
    ...(attribute || closed?.has(path) ? [] : flatten(children, closed, depth + 1)),
  ]);
}

function Folder({ line, isOpen, onToggle }: { line: Line; isOpen: boolean; onToggle: () => void }) {
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <UnstyledButton
      w="100%"
      h={rowHeight}
      px={6}
      aria-expanded={isOpen}
      onClick={onToggle}
      style={{ borderBlockEnd: "1px solid var(--mantine-color-default-border)" }}
    >
      <Group gap="sm" wrap="nowrap" h="100%" ps={line.depth * 18}>
        <Arrow size={15} style={{ flexShrink: 0 }} aria-hidden />
        <Text size="sm" fw={600} dir="auto" truncate>
          {line.name}
        </Text>
        <Text size="xs" c="dimmed">
          {line.count}
        </Text>
      </Group>
    </UnstyledButton>
  );
}

interface RowProps {
  attribute: Attribute;
  name: string;
  depth: number;
  onOpen: () => void;
}
function Row({ attribute, name, depth, onOpen }: RowProps) {
  const Icon = icons[attribute.kind] ?? IconHash;
  return (
    <UnstyledButton
      w="100%"
      h={rowHeight}
      px={6}
      onClick={onOpen}
      style={{ borderBlockEnd: "1px solid var(--mantine-color-default-border)" }}
    >
      <Group gap="sm" wrap="nowrap" h="100%" ps={depth * 18}>
        <Tooltip label={attribute.kind} openDelay={300}>
          <Icon size={15} style={{ flexShrink: 0, opacity: 0.7 }} aria-label={attribute.kind} />
        </Tooltip>
        <Text
          size="sm"
          dir="auto"
          truncate
          title={attribute.path}
          style={{ flex: "1 1 50%", minInlineSize: 0 }}
        >
          {name}
        </Text>
        <Text size="sm" dir="auto" c="dimmed" truncate style={{ flex: "1 1 50%", minInlineSize: 0 }}>
          {attributeText(attribute).slice(0, 300)}
        </Text>
      </Group>
    </UnstyledButton>
  );
}
