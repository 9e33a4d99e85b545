import { Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import { IconBookmark, IconDeviceFloppy, IconPlus, IconRestore, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { changeView, deleteView, type NamedView, saveView, useViews, viewsKey } from "../../api/views";
import { parseSearch, type SearchText, stringifySearch } from "../../lib/urlState";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";

interface Props {
  id: ProjectId;
  search: SearchText;
  canWrite: boolean;
}

/** Views that the project keeps by name: filter, columns, order, groups and charts, for everyone who sees it. */
export function ViewMenu({ id, search, canWrite }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const views = useViews(id).data ?? [];
  const [naming, setNaming] = useState(false);
  const current = views.find((one) => one.id === search.view);
  const isChanged = !!current && stateOf(search) !== current.state.search;
  const open = (next: SearchText) => void navigate({ to: ".", search: next as never });
  const change = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await client.invalidateQueries({ queryKey: viewsKey(id) });
    });
  const add = (name: string) =>
    change(async () => {
      const made = await saveView(id, name, stateOf(search));
      setNaming(false);
      open({ ...search, view: made.id });
    });
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} />} px="sm">
            <bdi className="view-name">{current ? current.name : "Views"}</bdi>
            {isChanged && <span title="Changed since it was saved">&nbsp;•</span>}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>No view is saved yet</Menu.Label>}
          {views.map((one) => (
            <Menu.Item
              key={one.id}
              fw={one.id === current?.id ? 650 : undefined}
              onClick={() => open(searchOf(one))}
              rightSection={<span className="quiet view-by">{one.createdBy}</span>}
            >
              <bdi>{one.name}</bdi>
            </Menu.Item>
          ))}
          <Menu.Divider />
          {isChanged && (
            <Menu.Item
              leftSection={<IconRestore size={16} />}
              onClick={() => current && open({ ...searchOf(current), runs: search.runs })}
            >
              As it was saved
            </Menu.Item>
          )}
          {isChanged && canWrite && (
            <Menu.Item
              leftSection={<IconDeviceFloppy size={16} />}
              onClick={() => void change(() => changeView(id, current.id, current.name, stateOf(search)))}
            >
              Save into “{current.name}”
            </Menu.Item>
          )}
          {canWrite && (
            <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setNaming(true)}>
              Save as a new view…
            </Menu.Item>
          )}
          {canWrite && current && (
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              color="red"
              onClick={() =>
                confirm({
                  title: "Delete this view?",
                  text: `“${current.name}” goes for everyone. No run is touched.`,
                  verb: "Delete",
                  onYes: () =>
                    void change(async () => {
                      await deleteView(id, current.id);
                      open({ ...search, view: undefined });
                    }),
                })
              }
            >
              Delete “{current.name}”
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item onClick={() => open({})}>All runs, as at first</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={() => setNaming(false)} title="Save this view">
        {naming && <NameForm onName={(name) => void add(name)} />}
      </Modal>
    </>
  );
}

// The selected runs are a moment's, the view is for longer.
const stateOf = (search: SearchText) =>
  stringifySearch({ ...search, view: undefined, runs: undefined, shortId: undefined }).replace(/^\?/, "");

const searchOf = (view: NamedView): SearchText => ({
  ...parseSearch(typeof view.state.search === "string" ? view.state.search : ""),
  view: view.id,
});

function NameForm({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) onName(name.trim());
      }}
    >
      <TextInput
        data-autofocus
        dir="auto"
        label="Name"
        description="Everyone who sees the project sees it too."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={!name.trim()}>
          Save
        </Button>
      </Group>
    </form>
  );
}
