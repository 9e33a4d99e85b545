import { useComputedColorScheme } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ProjectId } from "../../../api/projects";
import { runQuery, runsQuery } from "../../../api/runs";
import type { Run } from "../../../api/types";
import { assignInk, dashes, inkColour } from "../../../lib/colours";
import { quoteValue } from "../../../lib/queryText";

/** A run as charts and comparisons show it. */
export interface ChartedRun {
  id: string;
  name: string;
  state: string;
  colour: string;
  dash: number[];
}

export const mostLines = 100;
export const mostColumns = 30;

/** The runs by their short ids, in the order given: their names, and the colours that they have everywhere. */
export function useChartedRuns(id: ProjectId, ids: readonly string[]): ChartedRun[] {
  const dark = useComputedColorScheme("light") === "dark";
  const asked = ids.slice(0, mostLines);
  const answer = useQuery({
    ...runsQuery(id, {
      filter: `sys/id IN [${asked.map(quoteValue).join(", ")}]`,
      columns: [{ path: "sys/name" }, { path: "sys/state" }],
      limit: mostLines,
      offset: 0,
    }),
    enabled: asked.length > 0,
  });
  const rows = answer.data?.rows;
  const key = asked.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are what `key` says.
  return useMemo(() => {
    const inks = assignInk(asked);
    const known = new Map(rows?.map((row) => [row.shortId, row.values]));
    return asked.map((run) => {
      const ink = inks.get(run);
      const [name, state] = known.get(run) ?? [];
      return {
        id: run,
        name: typeof name === "string" ? name : "",
        state: typeof state === "string" ? state : "",
        colour: inkColour(ink, dark),
        dash: dashes[ink?.dash ?? 0] ?? [],
      };
    });
  }, [key, rows, dark]);
}

/** The runs with all their attributes, as many as are compared side by side; and what went wrong. */
export function useRunDetails(id: ProjectId, runs: readonly ChartedRun[]) {
  const answers = useQueries({ queries: runs.slice(0, mostColumns).map((run) => runQuery(id, run.id)) });
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` says when an answer is new.
  return useMemo(
    () => ({
      details: answers.flatMap((answer) => (answer.data ? [answer.data] : [])) as Run[],
      isWaiting: answers.some((answer) => answer.isPending),
      error: answers.find((answer) => answer.error)?.error,
    }),
    [stamp, answers.length],
  );
}
