import { Alert, Button, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { createProject, useKeyProposal, useWorkspaces } from "../../api/projects";
import type { Visibility } from "../../api/types";

const visibilities = [
  { value: "private", label: "Private: its members only" },
  { value: "workspace", label: "Workspace: everybody in it" },
  { value: "public", label: "Public: everybody on this server may look" },
];

export function NewProject({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const workspaces = useWorkspaces();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [workspace, setWorkspace] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [key, setKey] = useState<string>();
  const [visibility, setVisibility] = useState<Visibility>("private");
  const [description, setDescription] = useState("");
  const [failure, setFailure] = useState<string>();
  const chosen = workspace ?? workspaces.data?.[0]?.name ?? "";
  const proposal = useKeyProposal(chosen, name.trim());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const project = await createProject({
        workspace: chosen,
        name: name.trim(),
        key: key ?? proposal.data?.key,
        visibility,
        description: description.trim() || undefined,
      });
      await client.invalidateQueries({ queryKey: ["projects"] });
      await navigate({
        href: `/${encodeURIComponent(project.workspace)}/${encodeURIComponent(project.name)}/runs`,
      });
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New project">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {failure && <Alert color="red">{failure}</Alert>}
          <Select
            label="Workspace"
            data={workspaces.data?.map((one) => one.name) ?? []}
            value={chosen}
            onChange={setWorkspace}
            allowDeselect={false}
          />
          <TextInput
            label="Name"
            required
            data-autofocus
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Key"
            description="Begins the ids of its runs, as in SAN-12"
            value={key ?? proposal.data?.key ?? ""}
            onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
          />
          <Select
            label="Who sees it"
            data={visibilities}
            value={visibility}
            allowDeselect={false}
            onChange={(value) => setVisibility(value as Visibility)}
          />
          <Textarea
            label="Description"
            dir="auto"
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Button type="submit">Create project</Button>
        </Stack>
      </form>
    </Modal>
  );
}
