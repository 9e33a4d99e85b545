import { Badge, Select } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ProjectId } from "../../api/projects";
import { stageColours, stages } from "../../lib/stages";
import { useWrite } from "./useWrite";

interface Props {
  id: ProjectId;
  version: string;
  stage: string;
  canWrite: boolean;
}

/** The stage of a model version, which those who may write choose. */
export function Stage({ id, version, stage, canWrite }: Props) {
  const client = useQueryClient();
  const write = useWrite(id, version);
  if (!canWrite)
    return (
      <Badge color={stageColours[stage] ?? "gray"} variant="light" tt="none">
        {stage}
      </Badge>
    );
  return (
    <Select
      size="xs"
      w={130}
      aria-label={`Stage of ${version}`}
      allowDeselect={false}
      disabled={write.isPending}
      data={[...new Set([...stages, stage])]}
      value={stage}
      onChange={(next) =>
        next &&
        next !== stage &&
        write.mutate([{ op: "assign", path: "sys/stage", kind: "string", value: next }], {
          onSuccess: () => client.invalidateQueries({ queryKey: ["project", id.ws, id.project, "runs"] }),
        })
      }
    />
  );
}
