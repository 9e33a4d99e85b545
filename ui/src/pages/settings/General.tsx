import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { changeProject } from "../../api/projects";
import type { Project, Visibility } from "../../api/types";
import { visibilities } from "../../lib/roles";
import { attempt } from "../../parts/Failure";
import { Section } from "../../parts/Page";
import { Time } from "../../parts/Time";

/** What everybody who may look sees; the form is for owners. */
export const About = ({ project }: { project: Project }) => (
  <Section title="Project" note={<KeyNote project={project} />}>
    {project.description && (
      <Text dir="auto" style={{ whiteSpace: "pre-wrap" }} mb="xs">
        {project.description}
      </Text>
    )}
    <Text size="sm" className="quiet">
      Seen by: {visibilities.find((one) => one.value === project.visibility)?.means}.
    </Text>
  </Section>
);

const KeyNote = ({ project }: { project: Project }) => (
  <>
    Key <b>{project.key}</b>: its runs are called {project.key}-1, {project.key}-2 and so on. Created{" "}
    <Time at={project.createdAt} />.
  </>
);

export function General({ project }: { project: Project }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description ?? "");
  const [visibility, setVisibility] = useState(project.visibility);
  const changed =
    name.trim() !== project.name ||
    description !== (project.description ?? "") ||
    visibility !== project.visibility;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    await attempt(async () => {
      const saved = await changeProject(
        { ws: project.workspace, project: project.name },
        { name: name.trim(), description, visibility },
      );
      client.setQueryData(["project", saved.workspace, saved.name, "header"], saved);
      notifications.show({ message: "The project was changed." });
      if (saved.name !== project.name)
        await navigate({
          to: "/$ws/$project/settings",
          params: { ws: saved.workspace, project: saved.name },
          replace: true,
        });
      await client.invalidateQueries({ queryKey: ["project", saved.workspace, saved.name] });
      await client.invalidateQueries({ queryKey: ["projects"] });
    });
  };
  return (
    <Section title="Project" note={<KeyNote project={project} />}>
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="sm" maw={560}>
          <TextInput
            label="Name"
            description={
              name.trim() === project.name
                ? undefined
                : "Links and scripts that use the old name stop working."
            }
            required
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label="Description"
            dir="auto"
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <VisibilityChoice value={visibility} onChange={setVisibility} />
          <Group>
            <Button type="submit" disabled={!changed || !name.trim()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

interface ChoiceProps {
  value: Visibility;
  onChange: (value: Visibility) => void;
}

const VisibilityChoice = ({ value, onChange }: ChoiceProps) => (
  <Radio.Group label="Who sees it" value={value} onChange={(next) => onChange(next as Visibility)}>
    <Stack gap={6} mt={6}>
      {visibilities.map((one) => (
        <Radio
          key={one.value}
          value={one.value}
          label={
            <>
              {one.label}{" "}
              <Text span size="sm" className="quiet">
                {one.means}
              </Text>
            </>
          }
        />
      ))}
    </Stack>
  </Radio.Group>
);
