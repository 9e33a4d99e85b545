import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { post } from "./http";
import { type ProjectId, projectPath } from "./projects";
import type { Axis, BucketRequest, Buckets } from "./types";

export interface BucketWindow {
  axis: Axis;
  buckets: number;
  from?: number;
  to?: number;
  logX?: boolean;
}

/*
 * One request for each chart: the server lays the buckets over what the series of a request span together, so a long
 * series of another chart would make this one's coarse.
 */
const fetchBuckets = async (
  id: ProjectId,
  series: BucketRequest[],
  window: BucketWindow,
  signal: AbortSignal,
): Promise<Buckets[]> => {
  const body = { series, ...window };
  return (await post<{ series: Buckets[] }>(`${projectPath(id)}/series/buckets`, body, signal)).series;
};

export const useBuckets = (id: ProjectId, series: BucketRequest[], window: BucketWindow, enabled: boolean) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "buckets", series, window],
    queryFn: ({ signal }) => fetchBuckets(id, series, window, signal),
    enabled: enabled && series.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
