import { ActionIcon, Badge, Card, Group, Text } from "@mantine/core";
import { IconEye, IconLock, IconPin, IconPinFilled, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Project } from "../../api/types";
import { plural } from "../../lib/format";
import { Time } from "../../parts/Time";

const seenBy = {
  private: { Icon: IconLock, label: "Private" },
  workspace: { Icon: IconUsers, label: "Open to its workspace" },
  public: { Icon: IconEye, label: "Public on this server" },
};

interface Props {
  project: Project;
  isPinned: boolean;
  onPin: () => void;
}

export function ProjectCard({ project, isPinned, onPin }: Props) {
  const { Icon, label } = seenBy[project.visibility];
  const Pin = isPinned ? IconPinFilled : IconPin;
  return (
    <Card className="panel project-card" p="md">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Link
          className="plain-link card-link"
          to="/$ws/$project/{-$view}"
          params={{ ws: project.workspace, project: project.name, view: "runs" }}
        >
          <span className="quiet">
            <bdi>{project.workspace}</bdi> /{" "}
          </span>
          <bdi>{project.name}</bdi>
        </Link>
        <Group gap={4} wrap="nowrap">
          <Badge variant="light" color="gray">
            {project.key}
          </Badge>
          <ActionIcon
            className="card-pin"
            data-pinned={isPinned || undefined}
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={isPinned ? `Unpin ${project.name}` : `Pin ${project.name} to the top`}
            aria-pressed={isPinned}
            onClick={onPin}
          >
            <Pin size={15} />
          </ActionIcon>
        </Group>
      </Group>
      {project.description && (
        <Text size="sm" className="quiet" lineClamp={2} dir="auto">
          {project.description}
        </Text>
      )}
      <Group mt={6} gap={6} fz="sm">
        {project.runningRuns > 0 && <span className="dot" data-state="running" style={{ margin: 0 }} />}
        <span>
          {plural(project.runs, "run")}
          {project.runningRuns > 0 && `, ${project.runningRuns} running`}
        </span>
        <span className="quiet">
          · <Time at={project.lastActivityAt} ago none="no data yet" />
        </span>
        <Icon size={14} className="quiet" style={{ marginInlineStart: "auto" }} aria-label={label} />
      </Group>
    </Card>
  );
}
