import { Box } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { ProjectId } from "../../api/projects";
import { rowsQuery } from "../../api/runs";
import { formatTime } from "../../lib/format";
import "./log.css";
import { logLine } from "./logLine";

const pageSize = 500;

interface Props {
  id: ProjectId;
  run: string;
  path: string;
  total: number;
  height: number | string;
  times: boolean;
  follow: boolean;
  /** A line to go to and to mark, from 0. */
  at?: number;
  /** The reader has turned back. */
  onRead: () => void;
}

export function LogLines({ id, run, path, total, height, times, follow, at, onRead }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  });
  const items = list.getVirtualItems();
  const pages = [...new Set(items.map((item) => Math.floor(item.index / pageSize)))];
  const loaded = useQueries({
    queries: pages.map((page) => ({
      ...rowsQuery(id, { run, path, limit: pageSize, offset: page * pageSize }),
      // Lines of one page must not stand in for those of another while these come.
      placeholderData: undefined,
    })),
  });
  const lineAt = (index: number) =>
    loaded[pages.indexOf(Math.floor(index / pageSize))]?.data?.points[index % pageSize];

  const tall = list.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves as lines come and as their height becomes known
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, total, tall]);
  useEffect(() => {
    if (at !== undefined) list.scrollToIndex(at, { align: "center" });
  }, [at, list]);
  return (
    <Box
      ref={box}
      className="log"
      tabIndex={0}
      role="log"
      aria-label={path}
      // Scrolling up means somebody reads; pulling them back down would be rude.
      onWheel={(event) => {
        if (event.deltaY < 0) onRead();
      }}
      style={{ maxBlockSize: height }}
    >
      <div style={{ blockSize: list.getTotalSize(), position: "relative" }}>
        {items.map(({ index, key, start }) => {
          const line = lineAt(index);
          return (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              className="log-line"
              data-here={index === at || undefined}
              style={{ position: "absolute", insetBlockStart: start, insetInline: 0 }}
            >
              {times && line && (
                <span className="mark" title={`step ${line.step}`}>
                  {formatTime(line.at)}
                </span>
              )}
              <span className="text" dir="auto">
                {line ? logLine(String(line.value ?? "")) : "…"}
              </span>
            </div>
          );
        })}
      </div>
    </Box>
  );
}
