import { Badge, Checkbox, useComputedColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ProjectId } from "../../api/projects";
import type { Cell, RunPage, RunRow, Sort } from "../../api/types";
import { assignInk, inkColour } from "../../lib/colours";
import { formatCell } from "../../lib/format";
import { isTaken } from "../../lib/keys";
import { term } from "../../lib/queryText";
import type { Column } from "../../lib/urlState";
import { useKeyHelp } from "../../parts/keys";

interface Props {
  id: ProjectId;
  page: RunPage | undefined;
  columns: Column[];
  sort: Sort | undefined;
  selected: string[];
  onSelect: (next: string[]) => void;
  onSort: (next: Sort | undefined) => void;
  onFilter: (term: string) => void;
}

const titles: Record<string, string> = {
  "sys/name": "Name",
  "sys/state": "State",
  "sys/owner": "Owner",
  "sys/creation_time": "Created",
  "sys/running_time": "Duration",
  "sys/tags": "Tags",
};

const keys = [
  { keys: "j / k", does: "Next, previous run" },
  { keys: "x / Space", does: "Select it" },
  { keys: "Enter", does: "Open it" },
];

export function RunsTable({ id, page, columns, sort, selected, onSelect, onSort, onFilter }: Props) {
  const dark = useComputedColorScheme("light") === "dark";
  const navigate = useNavigate();
  const [active, setActive] = useState(-1);
  useKeyHelp("Runs table", keys);
  const rows = page?.rows ?? [];
  const inks = assignInk(rows.map((row) => row.shortId));
  const open = (row: RunRow | undefined) => row && void navigate({ href: runHref(id, row.shortId) });
  const toggle = (run: string) =>
    onSelect(selected.includes(run) ? selected.filter((one) => one !== run) : [...selected, run]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Buttons, links and boxes keep their own Enter and space.
      if (isTaken(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest("button, a, input")) return;
      const row = rows[active];
      if (event.key === "j") setActive(Math.min(active + 1, rows.length - 1));
      else if (event.key === "k") setActive(Math.max(active - 1, 0));
      else if ((event.key === "x" || event.key === " ") && row) toggle(row.shortId);
      else if (event.key === "Enter") open(row);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <table className="grid-table" data-testid="runs">
      <thead>
        <tr>
          <th aria-label="Selected" />
          <th>Id</th>
          {columns.map((column) => (
            <Header
              key={`${column.path}~${column.aggregate ?? ""}`}
              column={column}
              sort={sort}
              onSort={onSort}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.id} data-active={index === active || undefined}>
            <td>
              <Checkbox
                size="xs"
                aria-label={`Select ${row.shortId}`}
                checked={selected.includes(row.shortId)}
                onChange={() => toggle(row.shortId)}
              />
            </td>
            <td>
              <span className="swatch" style={{ background: inkColour(inks.get(row.shortId), dark) }} />{" "}
              <a className="plain-link" href={runHref(id, row.shortId)}>
                {row.shortId}
              </a>
            </td>
            {columns.map((column, at) => (
              <Value
                key={`${column.path}~${column.aggregate ?? ""}`}
                path={column.path}
                cell={row.values[at]}
                onFilter={onFilter}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const runHref = (id: ProjectId, run: string) =>
  `/${encodeURIComponent(id.ws)}/${encodeURIComponent(id.project)}/e/${encodeURIComponent(run)}`;

function Header({
  column,
  sort,
  onSort,
}: {
  column: Column;
  sort: Sort | undefined;
  onSort: (next: Sort | undefined) => void;
}) {
  const isSorted = sort?.path === column.path && sort.aggregate === column.aggregate;
  const arrow = isSorted ? (sort.direction === "ascending" ? " ▲" : " ▼") : "";
  const next = (): Sort | undefined => {
    if (!isSorted) return { path: column.path, aggregate: column.aggregate, direction: "ascending" };
    return sort.direction === "ascending" ? { ...sort, direction: "descending" } : undefined;
  };
  return (
    <th aria-sort={isSorted ? sort.direction : "none"}>
      <button type="button" title={column.path} onClick={() => onSort(next())}>
        <bdi>{titles[column.path] ?? column.path}</bdi>
        {column.aggregate && column.aggregate !== "last" && (
          <span className="quiet"> {column.aggregate}</span>
        )}
        {arrow}
      </button>
    </th>
  );
}

function Value({
  path,
  cell,
  onFilter,
}: {
  path: string;
  cell: Cell | undefined;
  onFilter: (term: string) => void;
}) {
  if (path === "sys/tags" && Array.isArray(cell))
    return (
      <td>
        {cell.map((tag) => (
          <Badge
            key={tag}
            component="button"
            variant="light"
            size="sm"
            tt="none"
            me={4}
            style={{ cursor: "pointer" }}
            onClick={() => onFilter(term(path, [tag]))}
          >
            <bdi>{tag}</bdi>
          </Badge>
        ))}
      </td>
    );
  if ((path === "sys/state" || path === "sys/owner") && typeof cell === "string")
    return (
      <td>
        {path === "sys/state" && <span className="dot" data-state={cell} />}
        <button
          type="button"
          style={{ all: "unset", cursor: "pointer" }}
          onClick={() => onFilter(term(path, cell))}
        >
          {cell}
        </button>
      </td>
    );
  return (
    <td
      dir="auto"
      className={typeof cell === "number" ? "number" : undefined}
      title={typeof cell === "string" ? cell : undefined}
    >
      {formatCell(path, cell)}
    </td>
  );
}
