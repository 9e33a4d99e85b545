import { Badge } from "@mantine/core";
import type { RunState } from "../../api/types";

const colours: Record<RunState, string> = {
  running: "blue",
  succeeded: "green",
  failed: "red",
  aborted: "orange",
  inactive: "gray",
};

export function StateBadge({ state, failed }: { state: RunState; failed: boolean }) {
  return (
    <>
      <Badge color={colours[state] ?? "gray"} variant="light" tt="none">
        {state}
      </Badge>
      {failed && state !== "failed" && (
        <Badge color="red" variant="light" tt="none">
          failed
        </Badge>
      )}
    </>
  );
}
