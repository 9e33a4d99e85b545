import { Anchor } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useProjectEvents } from "../../api/events";
import { ApiError } from "../../api/http";
import { type ProjectId, useProject } from "../../api/projects";
import { plural } from "../../lib/format";
import { addTerm } from "../../lib/queryText";
import { keep, recall } from "../../lib/storage";
import { columnKey, type SearchText } from "../../lib/urlState";
import { Failure } from "../../parts/Failure";
import { useKeys } from "../../parts/keys";
import { FilterChips } from "./FilterChips";
import { QueryBox } from "./query/QueryBox";
import { RunsToolbar, tabTitles } from "./RunsToolbar";
import { SelectionBar } from "./SelectionBar";
import { Split } from "./Split";
import { RunsTable, type TableAnswer } from "./table/RunsTable";
import { tabs, useRunsView } from "./useRunsView";
import { Workspace } from "./workspace/Workspace";
import "./runs.css";

export function RunsPage({ id, search }: { id: ProjectId; search: SearchText }) {
  const navigate = useNavigate();
  const view = useRunsView(id, search);
  const role = useProject(id).data?.role;
  const canWrite = role === "owner" || role === "contributor";
  const live = useProjectEvents(id);
  const [answer, setAnswer] = useState<TableAnswer>();
  const widthsKey = `widths-${id.ws}/${id.project}`;
  const [widths, setWidths] = useState(() => recall<Record<string, number>>(widthsKey, {}));
  const { filter, sort, columns, by, trashed } = view;
  const question = useMemo(
    () => ({ filter, sort: sort.length ? sort : undefined, columns, by, trashed }),
    [filter, sort, columns, by, trashed],
  );
  const add = (term: string) => view.setFilter(addTerm(filter, term));
  const fault =
    answer?.error instanceof ApiError && answer.error.code === "invalid-query" ? answer.error : undefined;
  useKeys("Runs page", [
    { keys: "/", does: "To the filter", run: () => document.getElementById("filter")?.focus() },
    { keys: "c", does: "Columns", run: () => document.querySelector<HTMLElement>("[data-columns]")?.click() },
    ...tabs.map((tab, i) => ({
      keys: String(i + 1),
      does: tabTitles[tab],
      run: () => view.set({ tab: tab === "table" ? undefined : tab }),
    })),
    { keys: "u", does: "Take back the last change of the view", run: view.undo },
    { keys: "U", does: "Change it again", run: view.redo },
  ]);

  return (
    <div className="runs-page">
      <h1 className="for-readers">Runs of {id.project}</h1>
      <div className="runs-bar">
        <QueryBox id={id} value={filter} onChange={view.setFilter} fault={fault} />
        <RunsToolbar id={id} view={view} canWrite={canWrite} question={question} search={search} />
      </div>
      <FilterChips filter={filter} by={by} onFilter={view.setFilter} onGroup={view.setBy} />
      {!fault && <Failure error={answer?.error} />}
      <Split
        start={
          <RunsTable
            id={id}
            question={question}
            columns={columns}
            widths={widths}
            sort={sort}
            by={by}
            selected={view.selected}
            onSelect={view.setSelected}
            onSort={view.setSort}
            onGroup={view.setBy}
            onColumns={view.setColumns}
            onWidth={(column, width) => {
              const next = { ...widths, [columnKey(column)]: Math.round(width) };
              setWidths(next);
              keep(widthsKey, next);
            }}
            onFilter={add}
            onOpen={(run) => void navigate({ href: `${projectHref(id)}/e/${encodeURIComponent(run)}` })}
            onAnswer={setAnswer}
            empty={
              filter ? (
                <>
                  No run fits the filter.{" "}
                  <Anchor component="button" size="sm" onClick={() => view.setFilter("")}>
                    Show all runs
                  </Anchor>
                </>
              ) : trashed ? (
                "The trash is empty."
              ) : (
                "There is no run here yet."
              )
            }
          />
        }
        end={
          view.tab !== "table" && (
            <Workspace id={id} view={view} search={search} question={question} first={answer?.first ?? []} />
          )
        }
      />
      <div className="runs-foot">
        <span data-testid="count">{countText(answer, trashed)}</span>
        <span className="runs-live" data-on={live.connected || undefined}>
          {live.connected ? "Live" : "Not live"}
        </span>
      </div>
      <SelectionBar id={id} view={view} canWrite={canWrite} />
    </div>
  );
}

export const projectHref = (id: ProjectId) =>
  `/${encodeURIComponent(id.ws)}/${encodeURIComponent(id.project)}`;

function countText(answer: TableAnswer | undefined, trashed: boolean) {
  if (answer?.runs === undefined) return "…";
  const runs = plural(
    answer.runs,
    trashed ? "run in the trash" : "run",
    trashed ? "runs in the trash" : "runs",
  );
  return answer.groups === undefined ? runs : `${runs} in ${plural(answer.groups, "group")}`;
}
