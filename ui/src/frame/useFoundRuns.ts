import { IconPlayerPlay } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type ProjectId, useProjects } from "../api/projects";
import { runsQuery } from "../api/runs";
import type { Project } from "../api/types";
import type { Command } from "../lib/commands";
import { quoteValue } from "../lib/queryText";

const elsewhere = 5;

/** Runs that have the words in their name, id, tags or description: of this project, then of those that were busy last. */
export function useFoundRuns(text: string): Command[] {
  const navigate = useNavigate();
  const { ws, project } = useParams({ strict: false }) as { ws?: string; project?: string };
  const projects = useProjects();
  const words = text.trim().split(/\s+/).filter(Boolean);
  const here = (one: Project) => one.workspace === ws && one.name === project;
  const searched = words.length === 0 ? [] : searchOrder(projects.data ?? [], here);
  return useQueries({
    queries: searched.map((one) => ({
      ...runsQuery(idOf(one), {
        filter: words.map(quoteValue).join(" AND "),
        columns: [{ path: "sys/name" }],
        limit: here(one) ? 8 : 3,
        offset: 0,
      }),
      placeholderData: undefined,
    })),
    combine: (answers) =>
      answers.flatMap((answer, i) => {
        const one = searched[i];
        if (!one) return [];
        return (answer.data?.rows ?? []).map((row) => ({
          id: `run ${row.id}`,
          group: here(one) ? "Runs of this project" : "Runs elsewhere",
          label: [row.shortId, row.values[0]].filter(Boolean).join("  "),
          note: here(one) ? undefined : `${one.workspace}/${one.name}`,
          icon: IconPlayerPlay,
          run: () =>
            void navigate({
              to: "/$ws/$project/e/$run/{-$tab}",
              params: { ws: one.workspace, project: one.name, run: row.shortId, tab: undefined },
            }),
        }));
      }),
  });
}

const idOf = (project: Project): ProjectId => ({ ws: project.workspace, project: project.name });

function searchOrder(projects: Project[], isHere: (one: Project) => boolean): Project[] {
  const busy = projects
    .filter((one) => one.runs > 0 && !isHere(one))
    .sort((a, b) => (b.lastActivityAt ?? "").localeCompare(a.lastActivityAt ?? ""));
  return [...projects.filter(isHere), ...busy.slice(0, elsewhere)];
}
