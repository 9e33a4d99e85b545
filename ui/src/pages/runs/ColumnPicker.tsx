import { Button, Checkbox, Group, Popover, ScrollArea, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconColumns3, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { useAttributeNames } from "../../api/runs";
import type { Aggregate, Kind } from "../../api/types";
import { systemColumns } from "../../lib/columns";
import { plural } from "../../lib/format";
import { type Column, columnKey } from "../../lib/urlState";
import { aggregates } from "./table/HeaderCell";

interface Props {
  id: ProjectId;
  columns: Column[];
  isAuto: boolean;
  onChange: (next: Column[] | undefined) => void;
}

const most = 100;

/** Any attribute of the project as a column; of a metric, any of its figures. */
export function ColumnPicker({ id, columns, isAuto, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover width={460} position="bottom-end" trapFocus opened={opened} onChange={setOpened} shadow="md">
      <Popover.Target>
        <Button
          data-columns
          variant="default"
          leftSection={<IconColumns3 size={16} />}
          onClick={() => setOpened(!opened)}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        {opened && <Choice id={id} columns={columns} isAuto={isAuto} onChange={onChange} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice({ id, columns, isAuto, onChange }: Props) {
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search.trim(), 150);
  const isPattern = /[\\^$*+?()[\]{}|]/.test(wanted);
  const names = useAttributeNames(id, wanted, most, isPattern);
  const found = (names.data?.entries ?? []).filter(({ path }) => !(path in systemColumns));
  const system = Object.entries(systemColumns)
    .filter(([path, title]) => `${path} ${title}`.toLowerCase().includes(wanted.toLowerCase()))
    .map(([path]) => ({ path, kind: "string" as Kind }));
  const isShown = (path: string, aggregate?: Aggregate) =>
    columns.some((one) => columnKey(one) === columnKey({ path, aggregate }));
  const toggle = (path: string, aggregate?: Aggregate) => {
    const key = columnKey({ path, aggregate });
    onChange(
      isShown(path, aggregate)
        ? columns.filter((one) => columnKey(one) !== key)
        : [...columns, aggregate && aggregate !== "last" ? { path, aggregate } : { path }],
    );
  };
  const line = ({ path, kind }: { path: string; kind: Kind }) => (
    <div key={`${path} ${kind}`} className="picker-line">
      <Checkbox
        size="xs"
        label={<bdi>{systemColumns[path] ?? path}</bdi>}
        title={path}
        checked={isShown(path)}
        onChange={() => toggle(path)}
        styles={{ label: { overflowWrap: "anywhere" } }}
      />
      {kind === "floatSeries" && (
        <span className="picker-figures">
          {aggregates.slice(1).map(({ value, label }) => (
            <button
              key={value}
              type="button"
              className="tag"
              aria-pressed={isShown(path, value)}
              title={`${label} of ${path}`}
              onClick={() => toggle(path, value)}
            >
              {value}
            </button>
          ))}
        </span>
      )}
    </div>
  );
  return (
    <>
      <TextInput
        data-autofocus
        dir="auto"
        size="sm"
        aria-label="Search attributes"
        placeholder="Search, text or pattern"
        leftSection={<IconSearch size={15} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea.Autosize mah="min(420px, 55vh)" mt="xs" type="auto" offsetScrollbars>
        {found.map(line)}
        {system.length > 0 && (
          <Text size="xs" className="quiet" mt="xs" mb={2}>
            Of every run
          </Text>
        )}
        {system.map(line)}
        {found.length + system.length === 0 && !names.isPending && (
          <Text size="sm" className="quiet">
            No attribute of any run is named so.
          </Text>
        )}
        {(names.data?.total ?? 0) > most && (
          <Text size="xs" className="quiet" mt="xs">
            {plural(names.data?.total ?? 0, "name")} in all: type more to find the others.
          </Text>
        )}
      </ScrollArea.Autosize>
      <Group mt="xs" justify="space-between" gap="xs">
        <Text size="xs" className="quiet">
          {isAuto ? "Chosen for you: what differs most." : plural(columns.length, "column")}
        </Text>
        <Button size="compact-xs" variant="subtle" disabled={isAuto} onClick={() => onChange(undefined)}>
          Choose for me
        </Button>
      </Group>
    </>
  );
}
