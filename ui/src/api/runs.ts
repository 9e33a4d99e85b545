import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { apiRoot, del, e, get, getText, patch, post, postForBlob, query } from "./http";
import { type ProjectId, projectPath } from "./projects";
import type {
  AttributeName,
  Cell,
  ColumnRef,
  Comment,
  Family,
  FileEntry,
  Kind,
  Operation,
  PointPage,
  Run,
  RunPage,
  RunQuery,
  Sort,
  SuggestedColumn,
} from "./types";

const runPath = (id: ProjectId, run: string) => `${projectPath(id)}/runs/${e(run)}`;

export const runsQuery = (id: ProjectId, body: RunQuery) =>
  queryOptions({
    queryKey: ["project", id.ws, id.project, "runs", body],
    queryFn: ({ signal }) => post<RunPage>(`${projectPath(id)}/runs/query`, body, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
export const fetchRuns = (id: ProjectId, body: RunQuery) =>
  post<RunPage>(`${projectPath(id)}/runs/query`, body);

export const useSuggestedColumns = (id: ProjectId, filter: string, enabled: boolean) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "columns", filter],
    queryFn: ({ signal }) =>
      post<SuggestedColumn[]>(
        `${projectPath(id)}/runs/columns`,
        { filter: filter || undefined, limit: 12 },
        signal,
      ),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

export const useAttributeNames = (id: ProjectId, search: string, limit = 60, regex = false, enabled = true) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "names", search, limit, regex],
    queryFn: ({ signal }) =>
      get<{ total: number; entries: AttributeName[] }>(
        `${projectPath(id)}/attributes${query({ search, limit, regex: regex || undefined })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    enabled,
    retry: false,
  });

export const runQuery = (id: ProjectId, run: string) =>
  queryOptions({
    queryKey: ["project", id.ws, id.project, "run", run],
    queryFn: ({ signal }) => get<Run>(runPath(id, run), signal),
    // It is read when it changed: looking for what stayed the same in thousands of attributes takes longer than to draw what is in sight.
    structuralSharing: false,
    retry: false,
  });
export const useRun = (id: ProjectId, run: string) => useQuery(runQuery(id, run));

export const fetchFamily = (id: ProjectId, run: string, signal?: AbortSignal) =>
  get<Family>(`${runPath(id, run)}/family`, signal);

/**
 * The tree of forks around a run. A run that is written to changes many times a minute and its family hardly ever: it is read
 * again when forks of this run or its place in its experiment changed, or after a while.
 */
export const useFamily = (id: ProjectId, data: Run) => {
  const isHead = data.attributes.some((a) => a.path === "sys/experiment/is_head" && a.value === true);
  return useQuery({
    queryKey: ["project", id.ws, id.project, "family", data.id, data.children?.length, isHead],
    queryFn: ({ signal }) => fetchFamily(id, data.shortId, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
};

export interface Rejection {
  index: number;
  code: string;
  message: string;
}
export async function writeRun(id: ProjectId, run: string, operations: Operation[]) {
  const answer = await post<{ rejected: Rejection[] }>(`${runPath(id, run)}/operations`, { operations });
  const first = answer.rejected?.[0];
  if (first) throw new Error(first.message);
}

export interface BulkResult {
  changed: number;
  errors: { run: string; message: string }[];
  /** After a purge: what it gave back. */
  freedBytes?: number;
}
export const bulk = (id: ProjectId, verb: "trash" | "restore" | "purge", runs: string[]) =>
  post<BulkResult>(`${projectPath(id)}/runs/${verb}`, { runs });
export const stopRun = (id: ProjectId, run: string, kind: "stop" | "abort") =>
  post<{ delivered: number }>(`${runPath(id, run)}/stop`, { kind });

export const useComments = (id: ProjectId, run: string) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "run", run, "comments"],
    queryFn: () => get<Comment[]>(`${runPath(id, run)}/comments`),
    retry: false,
  });
export const addComment = (id: ProjectId, run: string, text: string) =>
  post<Comment>(`${runPath(id, run)}/comments`, { text });
export const editComment = (id: ProjectId, run: string, comment: string, text: string) =>
  patch<Comment>(`${runPath(id, run)}/comments/${e(comment)}`, { text });
export const deleteComment = (id: ProjectId, run: string, comment: string) =>
  del<void>(`${runPath(id, run)}/comments/${e(comment)}`);

export interface RowsRequest {
  run: string;
  path: string;
  fromStep?: number;
  offset?: number;
  limit: number;
  order?: "ascending" | "descending";
  /** Of a string series: only texts that hold this, ignoring case. */
  contains?: string;
}
export const rowsQuery = (id: ProjectId, body: RowsRequest) =>
  queryOptions({
    queryKey: ["project", id.ws, id.project, "run", body.run, "rows", body],
    queryFn: ({ signal }) => post<PointPage>(`${projectPath(id)}/series/rows`, body, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export interface FilePlace {
  path: string;
  sub?: string;
  index?: number;
  step?: number;
}
export const fileUrl = (id: ProjectId, run: string, place: FilePlace, download = false) =>
  `${apiRoot}${runPath(id, run)}/file${query({ path: place.path, sub: place.sub, index: place.index, download: download || undefined })}`;
export const archiveUrl = (id: ProjectId, run: string, path: string) =>
  `${apiRoot}${runPath(id, run)}/archive${query({ path })}`;
export const useFiles = (id: ProjectId, run: string, path: string, dir: string, enabled = true) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "run", run, "files", path, dir],
    queryFn: ({ signal }) => get<FileEntry[]>(`${runPath(id, run)}/files${query({ path, dir })}`, signal),
    enabled,
    retry: false,
  });
export const useFileText = (url: string, maxBytes = 1_000_000) =>
  useQuery({
    queryKey: ["file-text", url, maxBytes],
    queryFn: ({ signal }) => getText(url, maxBytes, signal),
    retry: false,
    staleTime: 60_000,
  });

export interface ColumnDigest {
  runs: number;
  distinct: number;
  kind?: Kind;
  only?: Cell;
  min?: number;
  max?: number;
  mean?: number;
  deviation?: number;
}
export interface RunGroup {
  keys: (Cell | null)[];
  /** Finds its runs among those of the query. */
  filter: string;
  runs: number;
  values: ColumnDigest[];
}
export interface GroupQuery {
  by: ColumnRef[];
  columns?: ColumnRef[];
  filter?: string;
  sort?: Sort[];
  limit: number;
  offset: number;
  trashed?: boolean;
}
export interface GroupPage {
  total: number;
  runs: number;
  groups: RunGroup[];
}
export const groupsQuery = (id: ProjectId, body: GroupQuery) =>
  queryOptions({
    // Told together with the rows that something changed.
    queryKey: ["project", id.ws, id.project, "runs", "groups", body],
    queryFn: ({ signal }) => post<GroupPage>(`${projectPath(id)}/runs/groups`, body, signal),
    retry: false,
  });

/** The same operations on each run. */
export const changeRuns = (id: ProjectId, runs: string[], operations: Operation[]) =>
  post<BulkResult>(`${projectPath(id)}/runs/operations`, { runs, operations });

/** All matching runs as CSV, as the server streams it. */
export const fetchCsv = (id: ProjectId, body: RunQuery) => postForBlob(`${projectPath(id)}/runs/csv`, body);
