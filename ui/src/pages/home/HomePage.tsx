import { Badge, Button, Card, Container, Group, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useHomeEvents } from "../../api/events";
import { useProjects, useWorkspaces } from "../../api/projects";
import type { Project } from "../../api/types";
import { formatAgo, plural } from "../../lib/format";
import { NewProject } from "./NewProject";

export function HomePage() {
  const projects = useProjects();
  const workspaces = useWorkspaces();
  const [isNew, setNew] = useState(false);
  useHomeEvents();
  return (
    <Container size="xl" py="lg">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          Projects
        </Title>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
          New project
        </Button>
      </Group>
      {projects.isPending && <Skeleton h={120} />}
      {projects.isError && <Text c="red">{projects.error.message}</Text>}
      {projects.data?.length === 0 && (
        <Card className="panel" p="xl">
          <Text fw={600}>No project yet</Text>
          <Text className="quiet" size="sm" mb="sm">
            A project collects the runs of one piece of work. Make one, and it shows you the lines that
            connect your code.
          </Text>
          <Group>
            <Button onClick={() => setNew(true)}>Create your first project</Button>
          </Group>
        </Card>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {projects.data?.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </SimpleGrid>
      <Title order={2} size="h4" mt="xl" mb="xs">
        Workspaces
      </Title>
      <Group>
        {workspaces.data?.map((workspace) => (
          <a
            key={workspace.name}
            className="plain-link panel"
            style={{ padding: "8px 14px" }}
            href={`/-/workspace/${encodeURIComponent(workspace.name)}`}
          >
            <bdi>{workspace.name}</bdi>{" "}
            <span className="quiet">
              {workspace.kind === "personal" ? "personal" : plural(workspace.members, "member")}
            </span>
          </a>
        ))}
      </Group>
      <NewProject opened={isNew} onClose={() => setNew(false)} />
    </Container>
  );
}

function ProjectCard({ project }: { project: Project }) {
  const href = `/${encodeURIComponent(project.workspace)}/${encodeURIComponent(project.name)}/runs`;
  return (
    <Card className="panel" component="a" href={href} p="md">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={620} truncate dir="auto">
          <span className="quiet">{project.workspace} / </span>
          {project.name}
        </Text>
        <Badge variant="light" color="gray">
          {project.key}
        </Badge>
      </Group>
      {project.description && (
        <Text size="sm" className="quiet" lineClamp={2} dir="auto">
          {project.description}
        </Text>
      )}
      <Text size="sm" mt={6}>
        {project.runningRuns > 0 && <span className="dot" data-state="running" />}
        {plural(project.runs, "run")}
        {project.runningRuns > 0 && `, ${project.runningRuns} running`}
        <span className="quiet">
          {" "}
          · {project.lastActivityAt ? formatAgo(project.lastActivityAt) : "no data yet"}
        </span>
      </Text>
    </Card>
  );
}
