import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { createProject, useKeyProposal, useWorkspaces } from "../../api/projects";
import type { Visibility } from "../../api/types";
import { visibilities } from "../../lib/roles";
import type { SearchText } from "../../lib/urlState";
import { Failure } from "../../parts/Failure";

export const NewProject = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => (
  <Modal opened={opened} onClose={onClose} title="New project">
    <NewProjectForm onClose={onClose} />
  </Modal>
);

function NewProjectForm({ onClose }: { onClose: () => void }) {
  const workspaces = useWorkspaces();
  const search = useSearch({ strict: false }) as SearchText;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [workspace, setWorkspace] = useState<string | undefined>(search.ws);
  const [name, setName] = useState("");
  const [key, setKey] = useState<string>();
  const [visibility, setVisibility] = useState<Visibility>("private");
  const [description, setDescription] = useState("");
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const chosen = workspace ?? workspaces.data?.[0]?.name ?? "";
  const [settledName] = useDebouncedValue(name.trim(), 150);
  const proposal = useKeyProposal(chosen, settledName);
  const proposed = name.trim() ? (proposal.data?.key ?? "") : "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const project = await createProject({
        workspace: chosen,
        name: name.trim(),
        // Left alone, the server proposes it once more, from the whole name.
        key: key || undefined,
        visibility,
        description: description.trim() || undefined,
      });
      await client.invalidateQueries({ queryKey: ["projects"] });
      void client.invalidateQueries({ queryKey: ["workspaces"] });
      await navigate({
        to: "/$ws/$project/{-$view}",
        params: { ws: project.workspace, project: project.name, view: "runs" },
      });
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Failure error={failure} />
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
          description={`Begins the ids of its runs, as in ${key || proposed || "SAN"}-12. It stays for ever.`}
          dir="ltr"
          maxLength={10}
          placeholder="proposed from the name"
          value={key ?? proposed}
          onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
        />
        <Select
          label="Workspace"
          data={workspaces.data?.map((one) => one.name) ?? []}
          value={chosen}
          onChange={(value) => setWorkspace(value ?? undefined)}
          allowDeselect={false}
        />
        <Select
          label="Who sees it"
          description={visibilities.find((one) => one.value === visibility)?.means}
          data={visibilities.map(({ value, label }) => ({ value, label }))}
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
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!name.trim()}>
            Create project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
