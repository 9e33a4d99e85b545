import { useQuery } from "@tanstack/react-query";
import { apiRoot, e, get, post, query } from "./http";
import { type ProjectId, projectPath } from "./projects";
import type { Checkpoint, ColumnRef, Dataset, HolderKind, KeptNotebook, RunPage } from "./types";

/*
 * What lies beside runs. Live events tell of models as they tell of runs, so their lists are kept under the same key.
 */

/** Models, versions of models, or runs, without the filters of the runs page. */
export const useHolders = (
  id: ProjectId,
  kind: HolderKind,
  columns: ColumnRef[],
  options: { filter?: string; trashed?: boolean; enabled?: boolean } = {},
) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "runs", kind, columns, options.filter, options.trashed],
    queryFn: ({ signal }) =>
      post<RunPage>(
        `${projectPath(id)}/runs/query`,
        { kind, columns, filter: options.filter, trashed: options.trashed, limit: 1000 },
        signal,
      ),
    enabled: options.enabled ?? true,
    retry: false,
  });

/** The version of a data set that an artifact attribute names. */
export const useDataset = (id: ProjectId, hash: string) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "artifact", hash],
    queryFn: ({ signal }) => get<Dataset>(`${projectPath(id)}/artifacts/${e(hash)}`, signal),
    // The hash names exactly these files.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const useNotebooks = (id: ProjectId) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "notebooks"],
    queryFn: ({ signal }) => get<KeptNotebook[]>(`${projectPath(id)}/notebooks`, signal),
    retry: false,
  });

const notebookPath = (id: ProjectId, notebook: string) => `${projectPath(id)}/notebooks/${e(notebook)}`;

export const useCheckpoints = (id: ProjectId, notebook: string) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "notebooks", notebook],
    queryFn: ({ signal }) =>
      get<Checkpoint[]>(`${notebookPath(id, notebook)}/checkpoints${query({ limit: 1000 })}`, signal),
    retry: false,
  });

export const checkpointUrl = (id: ProjectId, notebook: string, checkpoint: string) =>
  `${apiRoot}${notebookPath(id, notebook)}/checkpoints/${e(checkpoint)}/file`;
