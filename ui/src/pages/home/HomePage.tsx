import { Button, Card, Container, Group, SimpleGrid, Skeleton, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useHomeEvents } from "../../api/events";
import { useProjects } from "../../api/projects";
import { useSession } from "../../api/session";
import type { Project } from "../../api/types";
import { keepPins, pinnedFirst, recallPins } from "../../lib/places";
import type { SearchText } from "../../lib/urlState";
import { Failure } from "../../parts/Failure";
import { Continue } from "./Continue";
import { NewProject } from "./NewProject";
import { ProjectCard } from "./ProjectCard";
import { RunningNow } from "./RunningNow";
import { Workspaces } from "./Workspaces";

const manyProjects = 9;

export function HomePage() {
  const projects = useProjects();
  const user = useSession().data?.user?.name ?? "";
  const search = useSearch({ strict: false }) as SearchText;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState("");
  useHomeEvents((changed) => {
    for (const name of changed) {
      const [ws, project] = name.split("/");
      for (const what of ["runs", "names", "buckets"])
        void client.invalidateQueries({ queryKey: ["project", ws, project, what] });
    }
  });
  const setNew = (isNew: boolean) =>
    void navigate({ to: "/", search: (isNew ? { new: "project" } : {}) as never, replace: true });
  const all = projects.data ?? [];
  const shown = all.filter((one) =>
    `${one.workspace}/${one.name} ${one.key} ${one.description ?? ""}`
      .toLocaleLowerCase()
      .includes(text.toLocaleLowerCase()),
  );
  return (
    <Container size="xl" py="lg">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          Projects
        </Title>
        <Group>
          {all.length > manyProjects && (
            <TextInput
              dir="auto"
              aria-label="Find a project"
              placeholder="Find a project"
              leftSection={<IconSearch size={15} />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            New project
          </Button>
        </Group>
      </Group>
      <Failure error={projects.error} />
      <Continue user={user} projects={all} />
      {projects.isPending && <Skeletons />}
      {projects.data?.length === 0 && <NoProject onNew={() => setNew(true)} />}
      {text && shown.length === 0 && <Text className="quiet">No project is called that.</Text>}
      <ProjectGrid key={user} user={user} projects={shown} />
      <RunningNow projects={all} />
      <Workspaces />
      <NewProject opened={search.new === "project"} onClose={() => setNew(false)} />
    </Container>
  );
}

function ProjectGrid({ user, projects }: { user: string; projects: Project[] }) {
  const [pins, setPins] = useState(() => recallPins(user));
  const toggle = (id: string) => {
    const next = pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id];
    keepPins(user, next);
    setPins(next);
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {pinnedFirst(projects, pins).map((project) => (
        <ProjectCard
          key={project.id}
          project={project}
          isPinned={pins.includes(project.id)}
          onPin={() => toggle(project.id)}
        />
      ))}
    </SimpleGrid>
  );
}

const Skeletons = () => (
  <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} className="appears-late">
    {[1, 2, 3].map((i) => (
      <Skeleton key={i} h={92} />
    ))}
  </SimpleGrid>
);

const NoProject = ({ onNew }: { onNew: () => void }) => (
  <Card className="panel" p="xl">
    <Title order={2} size="h4">
      No project yet
    </Title>
    <Text className="quiet" size="sm" mb="md">
      A project collects the runs of one piece of work. Make one, and it shows you the lines that connect your
      code.
    </Text>
    <Group>
      <Button onClick={onNew}>Create your first project</Button>
    </Group>
  </Card>
);
