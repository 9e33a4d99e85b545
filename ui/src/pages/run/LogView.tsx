import { ActionIcon, Group, Switch, Text, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowBarToDown, IconArrowBarToUp, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { rowsQuery } from "../../api/runs";
import { formatNumber, plural } from "../../lib/format";
import { FoundLines } from "./FoundLines";
import { LogLines } from "./LogLines";
import { Failure, Loading, Nothing } from "./states";

interface LogViewProps {
  id: ProjectId;
  run: string;
  path: string;
  height?: number | string;
}

/** A log of any length: only what is on screen is read, and the server searches the whole. */
export function LogView({ id, run, path, height = "65vh" }: LogViewProps) {
  const [follow, setFollow] = useState(true);
  const [times, setTimes] = useState(false);
  const [at, setAt] = useState<number>();
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search, 250);
  const { data, error, refetch } = useQuery(rowsQuery(id, { run, path, limit: 0 }));
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.total === 0) return <Nothing title="No lines yet" />;
  const go = (line: number) => {
    setSearch("");
    setFollow(line >= data.total - 1);
    setAt(line);
  };
  return (
    <div>
      <Group gap="sm" mb="xs">
        <TextInput
          size="xs"
          w={220}
          dir="auto"
          aria-label="Search lines"
          placeholder="Search the whole log"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="Follow"
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Switch
          size="xs"
          label="Times"
          checked={times}
          onChange={(event) => setTimes(event.currentTarget.checked)}
        />
        <Group gap={4} ms="auto">
          <Text size="xs" c="dimmed" title={formatNumber(data.total)}>
            {plural(data.total, "line")}
          </Text>
          <End label="First line" onClick={() => go(0)} icon={<IconArrowBarToUp size={16} />} />
          <End label="Last line" onClick={() => go(data.total - 1)} icon={<IconArrowBarToDown size={16} />} />
        </Group>
      </Group>
      {wanted && search ? (
        <FoundLines id={id} run={run} path={path} text={wanted} height={height} onOpen={go} />
      ) : (
        <LogLines
          id={id}
          run={run}
          path={path}
          total={data.total}
          height={height}
          times={times}
          follow={follow}
          at={at}
          onRead={() => setFollow(false)}
        />
      )}
    </div>
  );
}

const End = ({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: () => void }) => (
  <Tooltip label={label}>
    <ActionIcon size="sm" variant="subtle" aria-label={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  </Tooltip>
);
