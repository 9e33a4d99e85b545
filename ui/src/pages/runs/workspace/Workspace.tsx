import { Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { ProjectId } from "../../../api/projects";
import { plural } from "../../../lib/format";
import type { SearchText } from "../../../lib/urlState";
import type { Question } from "../table/useRunRows";
import type { RunsView } from "../useRunsView";
import { useChartedRuns } from "./useChartedRuns";

// Charts are the heavy half of the program: the table is there before them.
const ChartsPane = lazy(() => import("./ChartsPane").then((m) => ({ default: m.ChartsPane })));
const SidePane = lazy(() => import("./SidePane").then((m) => ({ default: m.SidePane })));
const ParamsPane = lazy(() => import("./ParamsPane").then((m) => ({ default: m.ParamsPane })));
const MediaPane = lazy(() => import("./MediaPane").then((m) => ({ default: m.MediaPane })));

interface Props {
  id: ProjectId;
  view: RunsView;
  search: SearchText;
  question: Question;
  /** The runs at the top of the table, which are shown until some are selected. */
  first: string[];
}

const few = 10;

export function Workspace({ id, view, search, question, first }: Props) {
  const { selected, tab } = view;
  const ids = selected.length > 0 ? selected : first.slice(0, few);
  const runs = useChartedRuns(id, ids);
  const pane = { id, runs, search, set: view.set };
  return (
    <>
      {selected.length === 0 && ids.length > 0 && tab !== "params" && (
        <Text size="xs" className="quiet" mb={6}>
          The first {plural(ids.length, "run")} of the table. Select runs to choose.
        </Text>
      )}
      <Suspense>
        {tab === "charts" && <ChartsPane {...pane} chosen={ids.length} />}
        {tab === "side" && <SidePane {...pane} />}
        {tab === "params" && (
          <ParamsPane
            id={id}
            question={question}
            columns={view.columns}
            selected={selected}
            search={search}
            set={view.set}
          />
        )}
        {tab === "media" && <MediaPane {...pane} />}
      </Suspense>
    </>
  );
}
