import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { deleteProject } from "../../api/projects";
import type { Project } from "../../api/types";
import { plural } from "../../lib/format";
import { attempt } from "../../parts/Failure";
import { Section } from "../../parts/Page";

export function DeleteProject({ project }: { project: Project }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, dialog] = useDisclosure();
  const [typed, setTyped] = useState("");
  const remove = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await deleteProject({ ws: project.workspace, project: project.name });
      notifications.show({ message: `${project.workspace}/${project.name} was deleted.` });
      await navigate({ to: "/", replace: true });
      client.removeQueries({ queryKey: ["project", project.workspace, project.name] });
      await client.invalidateQueries({ queryKey: ["projects"] });
    });
  };
  return (
    <Section
      title="Delete this project"
      note={`With its ${plural(project.runs, "run")}, their files and comments, for ever.`}
      actions={
        <Button color="red" variant="outline" size="xs" onClick={dialog.open}>
          Delete…
        </Button>
      }
    >
      <Modal opened={isOpen} onClose={dialog.close} title="Delete this project for ever?">
        <form onSubmit={remove}>
          <Stack gap="sm">
            <Alert color="red" variant="light">
              {plural(project.runs, "run")} of <bdi>{project.name}</bdi> will be gone, and nobody can bring
              them back.
            </Alert>
            <TextInput
              label={
                <Text span size="sm">
                  Type <b dir="auto">{project.name}</b> to show that you mean it
                </Text>
              }
              dir="auto"
              data-autofocus
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Group justify="end">
              <Button variant="default" onClick={dialog.close}>
                Cancel
              </Button>
              <Button type="submit" color="red" disabled={typed.trim() !== project.name}>
                Delete
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Section>
  );
}
