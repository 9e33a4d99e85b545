import { Select, Stack } from "@mantine/core";
import { useMemo, useState } from "react";
import { natural } from "../../lib/attributes";
import { LogView } from "./LogView";
import type { TabProps } from "./RunPage";
import { Nothing } from "./states";

const stdout = /^monitoring\/(?:[^/]+\/)?stdout$/;
const stderr = /^monitoring\/(?:[^/]+\/)?stderr$/;
const rank = (path: string) => (stdout.test(path) ? 0 : stderr.test(path) ? 1 : 2);

export function Logs({ id, run, data }: TabProps) {
  const paths = useMemo(
    () =>
      data.attributes
        .filter((a) => a.kind === "stringSeries")
        .map((a) => a.path)
        .sort((a, b) => rank(a) - rank(b) || natural(a, b)),
    [data.attributes],
  );
  const [chosen, setChosen] = useState<string>();
  const path = chosen !== undefined && paths.includes(chosen) ? chosen : paths[0];
  if (path === undefined)
    return <Nothing title="No logs">What the run prints, and text it logs over time, appears here.</Nothing>;
  return (
    <Stack gap="sm">
      <Select
        size="xs"
        maw={420}
        dir="auto"
        aria-label="Log"
        searchable={paths.length > 8}
        allowDeselect={false}
        data={paths}
        value={path}
        onChange={(value) => value && setChosen(value)}
      />
      <LogView key={path} id={id} run={run} path={path} />
    </Stack>
  );
}
