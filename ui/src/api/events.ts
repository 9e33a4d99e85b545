import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { apiRoot } from "./http";
import { type ProjectId, projectPath } from "./projects";
import type { BucketRequest } from "./types";

export interface Live {
  connected: boolean;
  /** Unix milliseconds of the last message, or 0 before the first. */
  lastAt: number;
}

function useStream(
  url: string | undefined,
  name: string,
  onData: (data: Record<string, string[]>) => void,
): Live {
  const [live, setLive] = useState<Live>({ connected: false, lastAt: 0 });
  const handler = useRef(onData);
  handler.current = onData;
  useEffect(() => {
    if (!url) return;
    const source = new EventSource(url);
    source.onopen = () => setLive({ connected: true, lastAt: Date.now() });
    source.onerror = () => setLive((old) => ({ ...old, connected: false }));
    source.addEventListener("ping", () => setLive({ connected: true, lastAt: Date.now() }));
    source.addEventListener(name, (event) => {
      setLive({ connected: true, lastAt: Date.now() });
      handler.current(JSON.parse((event as MessageEvent<string>).data));
    });
    return () => source.close();
  }, [url, name]);
  return live;
}

/** Keeps everything of one project that is on screen fresh: what changed is re-read, the rest is left alone. */
export function useProjectEvents(id: ProjectId, runs?: string[]): Live {
  const client = useQueryClient();
  const suffix = runs?.length ? `?runs=${runs.map(encodeURIComponent).join(",")}` : "";
  return useStream(`${apiRoot}${projectPath(id)}/events${suffix}`, "runs", (data) => {
    refresh(
      client,
      id,
      new Set([...(data.changed ?? []), ...(data.created ?? [])]),
      (data.created ?? []).length > 0,
    );
  });
}

function refresh(client: QueryClient, id: ProjectId, changed: Set<string>, created: boolean) {
  client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const [root, ws, project, what, detail] = queryKey;
      if (root !== "project" || ws !== id.ws || project !== id.project) return false;
      if (what === "run") return changed.has(detail as string);
      if (what === "buckets") return (detail as BucketRequest[]).some((s) => changed.has(s.run));
      if (what === "header") return created;
      return what === "runs" || what === "names";
    },
  });
}

/** Tells which projects got data, for the home page and the card that waits for the first run. */
export function useHomeEvents(onChange?: (projects: string[]) => void): Live {
  const client = useQueryClient();
  return useStream(`${apiRoot}/events`, "projects", (data) => {
    client.invalidateQueries({ queryKey: ["projects"] });
    onChange?.(data.changed ?? []);
  });
}
