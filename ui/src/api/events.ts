import { useDocumentVisibility } from "@mantine/hooks";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { Pace } from "../lib/pace";
import { apiRoot } from "./http";
import { type ProjectId, projectPath } from "./projects";
import { checkReach, onReturn } from "./reach";
import type { BucketRequest } from "./types";

export interface Live {
  connected: boolean;
  /** Unix milliseconds of the last message, or 0 before the first. */
  lastAt: number;
}

/**
 * Listens while the page is looked at. Browsers open only six connections to a server, over all tabs, so a hidden one gives
 * its own back; what it missed is re-read when it is shown again, and so after the server was away.
 */
function useStream(
  url: string | undefined,
  name: string,
  onData: (data: Record<string, string[]>) => void,
  onMissed: () => void,
): Live {
  const [live, setLive] = useState<Live>({ connected: false, lastAt: 0 });
  const handler = useRef(onData);
  handler.current = onData;
  const missed = useRef(onMissed);
  missed.current = onMissed;
  const isVisible = useDocumentVisibility() === "visible";
  const wasClosed = useRef(false);
  // A source that was answered with an error, as by a proxy whose server is away, never tries again by itself.
  const [opening, setOpening] = useState(0);
  useEffect(() => onReturn(() => setOpening((n) => n + 1)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `opening` counts the times it has to be opened anew.
  useEffect(() => {
    if (!url || !isVisible) return;
    const source = new EventSource(url);
    source.onopen = () => {
      setLive({ connected: true, lastAt: Date.now() });
      if (wasClosed.current) missed.current();
      wasClosed.current = false;
    };
    source.onerror = () => {
      wasClosed.current = true;
      setLive((old) => ({ ...old, connected: false }));
      void checkReach();
    };
    source.addEventListener("ping", () => setLive({ connected: true, lastAt: Date.now() }));
    source.addEventListener(name, (event) => {
      setLive({ connected: true, lastAt: Date.now() });
      handler.current(JSON.parse((event as MessageEvent<string>).data));
    });
    return () => {
      wasClosed.current = true;
      source.close();
    };
  }, [url, name, isVisible, opening]);
  return live;
}

/** Keeps everything of one project that is on screen fresh: what changed is re-read, the rest is left alone. */
export function useProjectEvents(id: ProjectId, runs?: string[]): Live {
  const client = useQueryClient();
  const suffix = runs?.length ? `?runs=${runs.map(encodeURIComponent).join(",")}` : "";
  const waiting = useRef({ changed: new Set<string>(), created: false });
  const { ws, project } = id;
  const pace = useMemo(
    () =>
      new Pace(async () => {
        const { changed, created } = waiting.current;
        waiting.current = { changed: new Set(), created: false };
        await refresh(client, { ws, project }, changed, created);
      }),
    [client, ws, project],
  );
  return useStream(
    `${apiRoot}${projectPath(id)}/events${suffix}`,
    "runs",
    (data) => {
      const { changed, created } = waiting.current;
      for (const run of [...(data.changed ?? []), ...(data.created ?? [])]) changed.add(run);
      waiting.current.created = created || (data.created ?? []).length > 0;
      pace.ask();
    },
    () => void client.invalidateQueries({ queryKey: ["project", id.ws, id.project] }),
  );
}

function refresh(client: QueryClient, id: ProjectId, changed: Set<string>, created: boolean) {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const [root, ws, project, what, detail, part] = queryKey;
      if (root !== "project" || ws !== id.ws || project !== id.project) return false;
      // Comments are no part of the run: its events say nothing of them.
      if (what === "run") return changed.has(detail as string) && part !== "comments";
      if (what === "buckets") return (detail as BucketRequest[]).some((s) => changed.has(s.run));
      if (what === "header") return created;
      return what === "runs" || what === "names";
    },
  });
}

/** Tells which projects got data, for the home page and the card that waits for the first run. */
export function useHomeEvents(onChange?: (projects: string[]) => void): Live {
  const client = useQueryClient();
  return useStream(
    `${apiRoot}/events`,
    "projects",
    (data) => {
      client.invalidateQueries({ queryKey: ["projects"] });
      onChange?.(data.changed ?? []);
    },
    () => void client.invalidateQueries({ queryKey: ["projects"] }),
  );
}
