import {
  ActionIcon,
  Button,
  Container,
  Group,
  MultiSelect,
  Popover,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconColumns3, IconGitCompare, IconSearch, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useProjectEvents } from "../../api/events";
import { ApiError } from "../../api/http";
import { type ProjectId, useProject } from "../../api/projects";
import { bulk, runsQuery, useAttributeNames, useSuggestedColumns } from "../../api/runs";
import { plural } from "../../lib/format";
import { addTerm } from "../../lib/queryText";
import {
  type Column,
  formatColumns,
  formatSort,
  parseColumns,
  parseList,
  parseSort,
  type SearchText,
} from "../../lib/urlState";
import { attempt, Failure } from "../../parts/Failure";
import { RunsTable } from "./RunsTable";

const pageSize = 200;
const fixed: Column[] = [
  "sys/name",
  "sys/state",
  "sys/owner",
  "sys/creation_time",
  "sys/running_time",
  "sys/tags",
].map((path) => ({ path }));

export function RunsPage({ id, search }: { id: ProjectId; search: SearchText }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const role = useProject(id).data?.role;
  const canWrite = role === "owner" || role === "contributor";
  const filter = search.q ?? "";
  const chosen = parseColumns(search.columns);
  const suggested = useSuggestedColumns(id, filter, !chosen);
  const columns = [...fixed, ...(chosen ?? (suggested.data ?? []).filter((c) => !c.path.startsWith("sys/")))];
  const sort = parseSort(search.sort);
  const trashed = search.trash === "1";
  const selected = parseList(search.runs) ?? [];
  const runs = useQuery(
    runsQuery(id, {
      filter: filter || undefined,
      sort,
      columns: columns.map(({ path, aggregate }) => ({ path, aggregate })),
      limit: pageSize,
      offset: 0,
      trashed,
    }),
  );
  useProjectEvents(id);
  const set = (change: SearchText) =>
    void navigate({ search: { ...search, ...change } as never, to: ".", replace: true });
  const refresh = () => client.invalidateQueries({ queryKey: ["project", id.ws, id.project] });

  return (
    <Container fluid px="lg" py="md">
      <Group mb="sm" align="start">
        <Filter value={filter} onChange={(q) => set({ q: q || undefined })} error={runs.error} />
        <ColumnPicker
          id={id}
          columns={chosen ?? columns.slice(fixed.length)}
          onChange={(next) => set({ columns: formatColumns(next) })}
        />
        <Tooltip label={selected.length < 2 ? "Select two or more runs" : "Compare"}>
          <Button
            variant="default"
            leftSection={<IconGitCompare size={16} />}
            disabled={selected.length < 2}
            onClick={() =>
              void navigate({
                href: `${base(id)}/compare?runs=${selected.map(encodeURIComponent).join(",")}`,
              })
            }
          >
            Compare {selected.length > 0 && selected.length}
          </Button>
        </Tooltip>
        {canWrite && (
          <Tooltip label={trashed ? "Restore selected" : "Move selected to the trash"}>
            <ActionIcon
              size="lg"
              variant="default"
              aria-label={trashed ? "Restore" : "Trash"}
              disabled={selected.length === 0}
              onClick={() =>
                void attempt(() => bulk(id, trashed ? "restore" : "trash", selected)).then(() => {
                  set({ runs: undefined });
                  void refresh();
                })
              }
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        <Button
          variant="subtle"
          color="gray"
          onClick={() => set({ trash: trashed ? undefined : "1", runs: undefined })}
        >
          {trashed ? "Leave the trash" : "Trash"}
        </Button>
      </Group>
      <Text size="sm" className="quiet" mb={6}>
        {runs.data
          ? `${plural(runs.data.total, "run")}${runs.data.total > pageSize ? `, the first ${pageSize} shown` : ""}`
          : "…"}
      </Text>
      {!(runs.error instanceof ApiError && runs.error.code === "invalid-query") && (
        <Failure error={runs.error} />
      )}
      <div className="panel grid-scroll">
        <RunsTable
          id={id}
          page={runs.data}
          columns={columns}
          sort={sort?.[0]}
          selected={selected}
          onSelect={(next) => set({ runs: next.length ? next.join(",") : undefined })}
          onSort={(next) => set({ sort: next ? formatSort([next]) : undefined })}
          onFilter={(term) => set({ q: addTerm(filter, term) })}
        />
      </div>
    </Container>
  );
}

const base = (id: ProjectId) => `/${encodeURIComponent(id.ws)}/${encodeURIComponent(id.project)}`;

function Filter({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (q: string) => void;
  error: Error | null;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const fault = error instanceof ApiError && error.code === "invalid-query" ? error : undefined;
  return (
    <form
      style={{ flex: 1 }}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <TextInput
        dir="auto"
        aria-label="Filter runs"
        placeholder="Filter: dropout, tag:xception, logs/val/loss < 0.3 AND state = succeeded"
        leftSection={<IconSearch size={15} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={
          fault && (
            <span>
              {fault.message} {fault.hint}
              {fault.position !== undefined && (
                <code style={{ display: "block" }}>
                  {value.slice(0, fault.position)}
                  <u>{value.slice(fault.position, fault.position + (fault.length ?? 1)) || "⎵"}</u>
                </code>
              )}
            </span>
          )
        }
      />
    </form>
  );
}

function ColumnPicker({
  id,
  columns,
  onChange,
}: {
  id: ProjectId;
  columns: Column[];
  onChange: (next: Column[]) => void;
}) {
  const [search, setSearch] = useState("");
  const names = useAttributeNames(id, search);
  const chosen = columns.map((column) => column.path);
  const offered = [...new Set([...chosen, ...(names.data?.entries ?? []).map((entry) => entry.path)])];
  return (
    <Popover width={420} position="bottom-end" withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <MultiSelect
          label="Columns"
          searchable
          data={offered}
          value={chosen}
          searchValue={search}
          onSearchChange={setSearch}
          comboboxProps={{ withinPortal: false }}
          onChange={(paths) =>
            onChange(paths.map((path) => columns.find((column) => column.path === path) ?? { path }))
          }
        />
      </Popover.Dropdown>
    </Popover>
  );
}
