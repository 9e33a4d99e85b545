import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProjectId } from "../../api/projects";
import { runQuery, writeRun } from "../../api/runs";
import type { Operation } from "../../api/types";
import { complain } from "./states";

export function useWrite(id: ProjectId, run: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (operations: Operation[]) => writeRun(id, run, operations),
    onSuccess: () => client.invalidateQueries({ queryKey: runQuery(id, run).queryKey }),
    onError: complain("The change was not saved"),
  });
}
