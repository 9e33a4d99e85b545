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

interface Waiting {
  series: BucketRequest[];
  resolve: (answer: Buckets[]) => void;
  reject: (error: unknown) => void;
}

// Twenty charts coming into view at once become one request: browsers open only six connections to a
// server, and the live stream holds one of them.
const waiting = new Map<string, Waiting[]>();

function fetchBuckets(id: ProjectId, series: BucketRequest[], window: BucketWindow): Promise<Buckets[]> {
  const url = `${projectPath(id)}/series/buckets`;
  const key = JSON.stringify([url, window]);
  return new Promise((resolve, reject) => {
    const queue = waiting.get(key);
    if (queue) {
      queue.push({ series, resolve, reject });
      return;
    }
    waiting.set(key, [{ series, resolve, reject }]);
    setTimeout(() => void flush(key, url, window), 15);
  });
}

async function flush(key: string, url: string, window: BucketWindow) {
  const queue = waiting.get(key) ?? [];
  waiting.delete(key);
  try {
    const answer = await post<{ series: Buckets[] }>(url, {
      series: queue.flatMap((w) => w.series),
      ...window,
    });
    let start = 0;
    for (const w of queue) {
      w.resolve(answer.series.slice(start, start + w.series.length));
      start += w.series.length;
    }
  } catch (error) {
    for (const w of queue) w.reject(error);
  }
}

export const useBuckets = (id: ProjectId, series: BucketRequest[], window: BucketWindow, enabled: boolean) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "buckets", series, window],
    queryFn: () => fetchBuckets(id, series, window),
    enabled: enabled && series.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
