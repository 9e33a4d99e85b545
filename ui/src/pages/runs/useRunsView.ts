import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import type { ProjectId } from "../../api/projects";
import { useSuggestedColumns } from "../../api/runs";
import type { ColumnRef, Sort } from "../../api/types";
import { firstColumns } from "../../lib/columns";
import { formatRuns } from "../../lib/runList";
import {
  type Column,
  columnKey,
  comparedRuns,
  formatColumns,
  formatSort,
  parseColumns,
  parseSort,
  type SearchText,
} from "../../lib/urlState";

export const tabs = ["table", "charts", "side", "params", "media"] as const;
export type Tab = (typeof tabs)[number];

/** What the address says of the runs page, and the ways to change it. Every change can be taken back. */
export function useRunsView(id: ProjectId, search: SearchText) {
  const navigate = useNavigate();
  const past = useRef<SearchText[]>([]);
  const future = useRef<SearchText[]>([]);
  const now = useRef(search);
  now.current = search;
  const go = (next: SearchText) => void navigate({ to: ".", search: next as never, replace: true });
  const set = (change: SearchText) => {
    past.current.push(now.current);
    future.current = [];
    const next = { ...now.current, ...change };
    // A second change in the same moment stands on the first.
    now.current = next;
    go(next);
  };
  const step = (from: SearchText[], to: SearchText[]) => {
    const other = from.pop();
    if (!other) return;
    to.push(now.current);
    go(other);
  };

  const { q = "", columns: columnText, sort: sortText, group, runs: runText } = search;
  const chosen = useMemo(() => parseColumns(columnText), [columnText]);
  const suggested = useSuggestedColumns(id, q, !chosen).data;
  const sort = useMemo<Sort[]>(() => parseSort(sortText) ?? [], [sortText]);
  const columns = useMemo<Column[]>(() => {
    if (chosen) return chosen;
    const automatic = [...firstColumns, ...(suggested ?? []).filter((c) => !c.path.startsWith("sys/"))];
    // What the order follows from stays in sight, whatever else is proposed.
    const missing = sort.filter((one) => !automatic.some((column) => columnKey(column) === columnKey(one)));
    return [...automatic, ...missing.map(({ path, aggregate }) => ({ path, aggregate }))];
  }, [chosen, suggested, sort]);
  const by = useMemo<ColumnRef[]>(() => parseColumns(group) ?? [], [group]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two ways in which an address names runs.
  const selected = useMemo(() => comparedRuns(search), [runText, search.shortId]);
  return {
    filter: q,
    columns,
    isAuto: !chosen,
    sort,
    by,
    selected,
    trashed: search.trash === "1",
    tab: (tabs.find((tab) => tab === search.tab) ?? "table") as Tab,
    set,
    undo: () => step(past.current, future.current),
    redo: () => step(future.current, past.current),
    setFilter: (filter: string) => set({ q: filter || undefined }),
    setColumns: (next: Column[] | undefined) => set({ columns: next && (formatColumns(next) || ",") }),
    setSort: (next: Sort[]) => set({ sort: next.length ? formatSort(next) : undefined }),
    setBy: (next: ColumnRef[]) => set({ group: next.length ? formatColumns(next) : undefined }),
    setSelected: (next: string[]) => set({ runs: formatRuns(next), shortId: undefined }),
  };
}

export type RunsView = ReturnType<typeof useRunsView>;
