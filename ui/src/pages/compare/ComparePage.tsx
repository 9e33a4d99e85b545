import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useProjectEvents } from "../../api/events";
import type { ProjectId } from "../../api/projects";
import { formatRuns } from "../../lib/runList";
import type { SearchText } from "../../lib/urlState";
import { focusRun, useIsFocused } from "../../parts/focusedRun";
import { RunLink } from "../runs/table/RunLine";
import { useRunsView } from "../runs/useRunsView";
import { ChartsPane } from "../runs/workspace/ChartsPane";
import { MediaPane } from "../runs/workspace/MediaPane";
import { SidePane } from "../runs/workspace/SidePane";
import { type ChartedRun, useChartedRuns } from "../runs/workspace/useChartedRuns";
import "../runs/runs.css";

/** The selection of runs is the address: whoever opens it sees the same. */
export function ComparePage({ id, search }: { id: ProjectId; search: SearchText }) {
  const view = useRunsView(id, search);
  const { selected } = view;
  const runs = useChartedRuns(id, selected);
  useProjectEvents(id);
  const pane = { id, runs, search, set: view.set };
  return (
    <div className="compare-page">
      <header className="compare-head">
        <ActionIcon
          component={Link}
          variant="subtle"
          color="gray"
          aria-label="To the table"
          title="To the table"
          to="/$ws/$project/{-$view}"
          params={{ ws: id.ws, project: id.project, view: "runs" } as never}
          search={{ ...search, shortId: undefined, runs: formatRuns(selected) } as never}
        >
          <IconArrowLeft size={17} className="mirrored" />
        </ActionIcon>
        <h1>Compare</h1>
        {runs.map((run) => (
          <RunChip
            key={run.id}
            id={id}
            run={run}
            onRemove={() => view.setSelected(selected.filter((one) => one !== run.id))}
          />
        ))}
      </header>
      <section aria-label="Charts">
        <h2 className="compare-title">Charts</h2>
        <ChartsPane {...pane} chosen={selected.length} />
      </section>
      <section aria-label="Side by side" className="compare-side">
        <h2 className="compare-title">Side by side</h2>
        <SidePane {...pane} />
      </section>
      <section aria-label="Images">
        <h2 className="compare-title">Images</h2>
        <MediaPane {...pane} />
      </section>
    </div>
  );
}

function RunChip({ id, run, onRemove }: { id: ProjectId; run: ChartedRun; onRemove: () => void }) {
  const isFocused = useIsFocused(run.id);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only lights up what is there for everybody.
    <span
      className="run-chip"
      data-focused={isFocused || undefined}
      onMouseEnter={() => focusRun(run.id)}
      onMouseLeave={() => focusRun(undefined)}
    >
      <span className="swatch" style={{ background: run.colour }} />
      <RunLink id={id} run={run.id}>
        {run.id}
      </RunLink>
      <bdi className="quiet">{run.name}</bdi>
      {run.state === "running" && <span className="dot" data-state="running" title="running" />}
      <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Without ${run.id}`} onClick={onRemove}>
        <IconX size={12} />
      </ActionIcon>
    </span>
  );
}
