import { Badge, Button, Group, Modal, Stack, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { createWorkspace, useWorkspaces } from "../../api/projects";
import { plural } from "../../lib/format";
import { Failure } from "../../parts/Failure";

export function Workspaces() {
  const workspaces = useWorkspaces();
  const [isNew, dialog] = useDisclosure();
  return (
    <section aria-label="Workspaces">
      <Group justify="space-between" mt="xl" mb="xs">
        <Title order={2} size="h4">
          Workspaces
        </Title>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={dialog.open}>
          New team workspace
        </Button>
      </Group>
      <Group gap="sm">
        {workspaces.data?.map((one) => (
          <Link
            key={one.name}
            className="plain-link panel workspace-chip"
            to="/-/workspace/$ws"
            params={{ ws: one.name }}
          >
            <bdi>{one.name}</bdi>
            <span className="quiet">
              {one.kind === "personal" && "personal, "}
              {plural(one.members, "member")}, {plural(one.projects, "project")}
            </span>
            {one.role === "admin" && one.kind === "team" && (
              <Badge variant="light" color="gray" size="xs">
                admin
              </Badge>
            )}
          </Link>
        ))}
      </Group>
      <NewWorkspace opened={isNew} onClose={dialog.close} />
    </section>
  );
}

function NewWorkspace({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<Error>();
  const create = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const made = await createWorkspace(name.trim());
      await client.invalidateQueries({ queryKey: ["workspaces"] });
      await navigate({ to: "/-/workspace/$ws", params: { ws: made.name } });
    } catch (error) {
      setFailure(error as Error);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New team workspace">
      <form onSubmit={(event) => void create(event)}>
        <Stack gap="sm">
          <Failure error={failure} />
          <TextInput
            label="Name"
            description="Letters, digits, '.', '_' and '-'. It begins the names of its projects, as in team/digits."
            required
            dir="auto"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!name.trim()}>
              Create workspace
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
