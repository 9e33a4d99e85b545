import { Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { ProjectId } from "../../../api/projects";
import { plural } from "../../../lib/format";
import type { SearchText } from "../../../lib/urlState";
import type { RunsView } from "../useRunsView";
import { useChartedRuns } from "./useChartedRuns";

// Charts are the heavy half of the program: the table is there before them.
const ChartsPane = lazy(() => import("./ChartsPane").then((m) => ({ default: m.ChartsPane })));
const SidePane = lazy(() => import("./SidePane").then((m) => ({ default: m.SidePane })));
const MediaPane = lazy(() => import("./MediaPane").then((m) => ({ default: m.MediaPane })));

interface Props {
  id: ProjectId;
  view: RunsView;
  search: SearchText;
  /** The runs at the top of the table, which are shown until some are selected. */
  first: string[];
}

const few = 10;

export function Workspace({ id, view, search, first }: Props) {
  const { selected, tab } = view;
  const ids = selected.length > 0 ? selected : first.slice(0, few);
  const runs = useChartedRuns(id, ids);
  const pane = { id, runs, search, set: view.set };
  return (
    <>
      {selected.length === 0 && ids.length > 0 && (
        <Text size="xs" className="quiet" mb={6}>
          The first {plural(ids.length, "run")} of the table. Select runs to choose.
        </Text>
      )}
      <Suspense>
        {tab === "charts" && <ChartsPane {...pane} chosen={ids.length} />}
        {tab === "side" && <SidePane {...pane} />}
        {tab === "media" && <MediaPane {...pane} />}
      </Suspense>
    </>
  );
}
