import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { ProjectId } from "../../../api/projects";
import { groupsQuery, type RunGroup, runsQuery } from "../../../api/runs";
import type { ColumnRef, RunQuery, RunRow, Sort } from "../../../api/types";
import { bothFilters } from "../../../lib/queryText";
import { columnKey } from "../../../lib/urlState";
import { itemAt, layOut, type Section } from "./sections";

/** What the table shows, as it asks the server. */
export interface Question {
  filter: string;
  sort: Sort[] | undefined;
  columns: ColumnRef[];
  by: ColumnRef[];
  trashed: boolean;
}

export type Item =
  | { kind: "group"; group: RunGroup; open: boolean }
  | { kind: "run"; row: RunRow | undefined; within: RunGroup | undefined };

export const pageSize = 100;
const mostGroups = 500;

export const pageOf = (question: Question, within: string, page: number): RunQuery => ({
  filter: bothFilters(question.filter, within) || undefined,
  sort: question.sort,
  columns: question.columns.map(({ path, aggregate }) => ({ path, aggregate })),
  limit: pageSize,
  offset: page * pageSize,
  trashed: question.trashed,
});

const groupsOf = ({ filter, sort, columns, by, trashed }: Question) => ({
  by,
  columns: columns.map(({ path, aggregate }) => ({ path, aggregate })),
  filter: filter || undefined,
  sort,
  limit: mostGroups,
  offset: 0,
  trashed,
});

/**
 * The rows of any number of runs, of which only the pages on screen are fetched. Until a new question is answered the old
 * answer stays, so that nothing flickers.
 */
export function useRunRows(id: ProjectId, asked: Question, open: string[], visible: [number, number]) {
  const isGrouped = asked.by.length > 0;
  const head = useQuery({
    ...runsQuery(id, pageOf(asked, "", 0)),
    placeholderData: undefined,
    enabled: !isGrouped,
  });
  const groups = useQuery({ ...groupsQuery(id, groupsOf(asked)), enabled: isGrouped });
  const awaited = isGrouped ? groups : head;

  const settled = useRef(asked);
  if (awaited.data) settled.current = asked;
  const shown = settled.current;
  const wasGrouped = shown.by.length > 0;
  const shownHead = useQuery({
    ...runsQuery(id, pageOf(shown, "", 0)),
    placeholderData: undefined,
    enabled: !wasGrouped,
  });
  const shownGroups = useQuery({ ...groupsQuery(id, groupsOf(shown)), enabled: wasGrouped });

  const total = shownHead.data?.total ?? 0;
  const list = wasGrouped ? shownGroups.data?.groups : undefined;
  const sections = useMemo<Section[]>(
    () => (wasGrouped ? layOut(list ?? [], open) : layOut(undefined, open, total)),
    [wasGrouped, list, open, total],
  );
  const last = sections.at(-1);
  const count = last ? last.start + (last.group ? 1 : 0) + (last.isOpen ? last.runs : 0) : 0;

  const [[from, to]] = useDebouncedValue(visible, 60);
  const wanted = useMemo(() => {
    const pages = new Map<string, { filter: string; page: number }>();
    for (let i = from; i <= Math.min(to, count - 1); i++) {
      const { section, run } = itemAt(sections, i);
      if (!section || run < 0) continue;
      const page = Math.floor(run / pageSize);
      pages.set(`${page} ${section.filter}`, { filter: section.filter, page });
    }
    return [...pages];
  }, [sections, from, to, count]);
  const answers = useQueries({
    queries: wanted.map(([, { filter, page }]) => ({
      ...runsQuery(id, pageOf(shown, filter, page)),
      placeholderData: undefined,
    })),
  });
  const pages = new Map(wanted.map(([key], i) => [key, answers[i]?.data]));
  if (!pages.has("0 ") && !wasGrouped) pages.set("0 ", shownHead.data);

  const item = (index: number): Item | undefined => {
    const { section, run } = itemAt(sections, index);
    if (!section) return undefined;
    if (run < 0) return section.group && { kind: "group", group: section.group, open: section.isOpen };
    const page = pages.get(`${Math.floor(run / pageSize)} ${section.filter}`);
    return { kind: "run", row: page?.rows[run % pageSize], within: section.group };
  };

  const kinds = new Map<string, RunKind>();
  for (const data of [shownHead.data, ...answers.map((a) => a.data)])
    data?.kinds.forEach((kind, i) => {
      const column = shown.columns[i];
      if (kind && column) kinds.set(columnKey(column), kind);
    });
  for (const group of list ?? [])
    group.values.forEach((digest, i) => {
      const column = shown.columns[i];
      if (digest.kind && column && !kinds.has(columnKey(column))) kinds.set(columnKey(column), digest.kind);
    });

  return {
    item,
    count,
    kinds,
    /** Where the value of a column stands in a row; -1 while it is not there yet. */
    place: new Map(shown.columns.map((column, i) => [columnKey(column), i])),
    runs: wasGrouped ? shownGroups.data?.runs : shownHead.data?.total,
    groups: wasGrouped ? shownGroups.data?.total : undefined,
    error: awaited.error,
    isWaiting: !awaited.data && !awaited.error,
    isStale: shown !== asked && !awaited.error,
  };
}

type RunKind = NonNullable<RunGroup["values"][number]["kind"]>;
