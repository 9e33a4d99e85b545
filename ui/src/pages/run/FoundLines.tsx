import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ProjectId } from "../../api/projects";
import { rowsQuery } from "../../api/runs";
import { formatNumber, plural } from "../../lib/format";
import "./log.css";
import { logLine } from "./logLine";
import { Failure, Loading } from "./states";

const limit = 1000;

interface Props {
  id: ProjectId;
  run: string;
  path: string;
  text: string;
  height: number | string;
  /** To the place in the log, a line from 0. */
  onOpen: (line: number) => void;
}

/** The lines of a whole log that hold a text; each leads to its place. */
export function FoundLines({ id, run, path, text, height, onOpen }: Props) {
  const { data, error, refetch } = useQuery(rowsQuery(id, { run, path, limit, contains: text }));
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.total === 0) return <Text c="dimmed">No line matches.</Text>;
  return (
    <>
      <Text size="xs" c="dimmed" mb={4}>
        {plural(data.total, "line")}
        {data.total > limit && `, the first ${limit} shown`}
      </Text>
      <section className="log" aria-label="Lines found" style={{ maxBlockSize: height }}>
        {data.points.map((point) => (
          <button
            type="button"
            key={point.index}
            className="log-line"
            onClick={() => onOpen(point.index ?? 0)}
          >
            <span className="mark">{formatNumber((point.index ?? 0) + 1)}</span>
            <span className="text" dir="auto">
              <Marked line={logLine(String(point.value ?? ""))} text={text} />
            </span>
          </button>
        ))}
      </section>
    </>
  );
}

function Marked({ line, text }: { line: string; text: string }) {
  const start = line.toLowerCase().indexOf(text.toLowerCase());
  if (start < 0) return line;
  return (
    <>
      {line.slice(0, start)}
      <mark>{line.slice(start, start + text.length)}</mark>
      {line.slice(start + text.length)}
    </>
  );
}
