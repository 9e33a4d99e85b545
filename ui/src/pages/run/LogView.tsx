import { ActionIcon, Box, Group, Switch, Text, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { rowsQuery } from "../../api/runs";
import { matcher } from "../../lib/attributes";
import { formatNumber, formatTime } from "../../lib/format";
import { logLine } from "./logLine";
import { Failure, Loading, Nothing } from "./states";

interface LogViewProps {
  id: ProjectId;
  run: string;
  path: string;
  height?: number | string;
}

const pageSize = 2000;

export function LogView({ id, run, path, height = "65vh" }: LogViewProps) {
  const [page, setPage] = useState(0);
  const [follow, setFollow] = useState(true);
  const [times, setTimes] = useState(false);
  const [search, setSearch] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useQuery(
    rowsQuery(id, { run, path, limit: pageSize, offset: page * pageSize, order: "descending" }),
  );
  const lines = useMemo(() => {
    const fits = matcher(search);
    return (data?.points ?? [])
      .map((p) => ({ step: p.step, at: p.at, text: logLine(String(p.value ?? "")) }))
      .filter((line) => fits(line.text))
      .reverse();
  }, [data, search]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are the reason to scroll
  useEffect(() => {
    if (follow && page === 0 && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow, page, times]);

  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.total === 0) return <Nothing title="No lines yet" />;
  const pages = Math.ceil(data.total / pageSize);
  const end = data.total - page * pageSize;
  return (
    <div>
      <Group gap="sm" mb="xs">
        <TextInput
          size="xs"
          w={220}
          dir="auto"
          aria-label="Search lines"
          placeholder="Search in these lines"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="Follow"
          checked={follow}
          disabled={page > 0}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Switch
          size="xs"
          label="Times"
          checked={times}
          onChange={(event) => setTimes(event.currentTarget.checked)}
        />
        <Group gap={4} ms="auto">
          {pages > 1 && (
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label="Older lines"
              disabled={page >= pages - 1}
              onClick={() => setPage(page + 1)}
            >
              <IconChevronLeft size={16} />
            </ActionIcon>
          )}
          <Text size="xs" c="dimmed">
            {formatNumber(Math.max(1, end - pageSize + 1))}–{formatNumber(end)} of {formatNumber(data.total)}
          </Text>
          {pages > 1 && (
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label="Newer lines"
              disabled={page === 0}
              onClick={() => setPage(page - 1)}
            >
              <IconChevronRight size={16} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      <Box
        ref={box}
        tabIndex={0}
        role="log"
        aria-label={path}
        ff="monospace"
        fz={12.5}
        p="xs"
        // Scrolling up means somebody reads; pulling them back down would be rude.
        onWheel={(event) => {
          if (event.deltaY < 0) setFollow(false);
        }}
        style={{
          maxBlockSize: height,
          overflow: "auto",
          border: "1px solid var(--mantine-color-default-border)",
          borderRadius: "var(--mantine-radius-sm)",
        }}
      >
        {lines.length === 0 && <Text c="dimmed">No line matches.</Text>}
        {lines.map((line, i) => (
          <div key={`${line.step}-${i}`} style={{ display: "flex", gap: 12, contentVisibility: "auto" }}>
            {times && (
              <span style={{ opacity: 0.6, flexShrink: 0 }} title={`step ${line.step}`}>
                {formatTime(line.at)}
              </span>
            )}
            <span
              dir="auto"
              style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", flex: 1, minBlockSize: "1.4em" }}
            >
              {line.text}
            </span>
          </div>
        ))}
      </Box>
    </div>
  );
}
