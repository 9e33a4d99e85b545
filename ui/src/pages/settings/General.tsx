import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { changeProject } from "../../api/projects";
import type { Project, Visibility } from "../../api/types";
import { formatTime } from "../../lib/format";
import { visibilities } from "../../lib/roles";
import { attempt } from "../../parts/Failure";
import { Section } from "../../parts/Page";

export function General({ project, canChange }: { project: Project; canChange: boolean }) {
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
    <Section
      title="Project"
      note={
        <>
          Key <b>{project.key}</b>: its runs are called {project.key}-1, {project.key}-2 and so on. Created{" "}
          {formatTime(project.createdAt)}.
        </>
      }
    >
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
            readOnly={!canChange}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label="Description"
            dir="auto"
            autosize
            minRows={2}
            readOnly={!canChange}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <VisibilityChoice value={visibility} onChange={setVisibility} disabled={!canChange} />
          {canChange && (
            <Group>
              <Button type="submit" disabled={!changed || !name.trim()}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}

interface ChoiceProps {
  value: Visibility;
  onChange: (value: Visibility) => void;
  disabled: boolean;
}

const VisibilityChoice = ({ value, onChange, disabled }: ChoiceProps) => (
  <Radio.Group label="Who sees it" value={value} onChange={(next) => onChange(next as Visibility)}>
    <Stack gap={6} mt={6}>
      {visibilities.map((one) => (
        <Radio
          key={one.value}
          value={one.value}
          disabled={disabled}
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
