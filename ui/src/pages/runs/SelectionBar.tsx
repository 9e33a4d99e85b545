import { ActionIcon, Button, Popover, TextInput, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconGitCompare, IconGitFork, IconRestore, IconTag, IconTrash, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { type BulkResult, bulk, changeRuns, fetchFamily } from "../../api/runs";
import type { Operation } from "../../api/types";
import { familyFilter } from "../../lib/family";
import { plural } from "../../lib/format";
import { formatRuns } from "../../lib/runList";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";
import { useKeys } from "../../parts/keys";
import type { RunsView } from "./useRunsView";

/** What can be done with the selected runs. */
export function SelectionBar({ id, view, canWrite }: { id: ProjectId; view: RunsView; canWrite: boolean }) {
  const client = useQueryClient();
  const [tagging, setTagging] = useState(false);
  const { selected, trashed } = view;
  useKeys(
    "Selected runs",
    canWrite ? [{ keys: "t", does: "Tag them", run: () => setTagging(selected.length > 0) }] : [],
  );
  if (selected.length === 0) return null;
  const refresh = () => client.invalidateQueries({ queryKey: ["project", id.ws, id.project] });
  const bulkly = (work: () => Promise<BulkResult>, done: string, clears: boolean) =>
    attempt(async () => {
      const { changed, errors } = await work();
      notifications.show({
        color: errors.length ? "orange" : undefined,
        title: `${plural(changed, "run")} ${done}`,
        message: errors[0] ? `${plural(errors.length, "run")} not: ${errors[0].message}` : "",
      });
      if (clears) view.setSelected([]);
      await refresh();
    });
  const tag = (text: string, op: "addToSet" | "removeFromSet") => {
    const values = text
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    setTagging(false);
    if (values.length === 0) return;
    const operation: Operation = { op, path: "sys/tags", values };
    void bulkly(
      () => changeRuns(id, selected, [operation]),
      op === "addToSet" ? "tagged" : "untagged",
      false,
    );
  };
  return (
    <section className="selection-bar" aria-label="Selected runs">
      <b>{plural(selected.length, "run")} selected</b>
      <Tooltip label="Select two or more runs" disabled={selected.length > 1}>
        <Button
          size="xs"
          leftSection={<IconGitCompare size={15} />}
          disabled={selected.length < 2}
          component={Link}
          to="/$ws/$project/{-$view}"
          params={{ ws: id.ws, project: id.project, view: "compare" } as never}
          search={{ runs: formatRuns(selected) } as never}
        >
          Compare {selected.length}
        </Button>
      </Tooltip>
      {selected.length === 1 && !trashed && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconGitFork size={15} />}
          onClick={() => void attempt(() => showFamily(id, selected[0] ?? "", view))}
        >
          Its forks
        </Button>
      )}
      {canWrite && !trashed && (
        <Popover opened={tagging} onChange={setTagging} position="top" trapFocus withArrow>
          <Popover.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTag size={15} />}
              onClick={() => setTagging(!tagging)}
            >
              Tag
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <TagForm onTag={tag} />
          </Popover.Dropdown>
        </Popover>
      )}
      {canWrite && !trashed && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => void bulkly(() => bulk(id, "trash", selected), "moved to the trash", true)}
        >
          To the trash
        </Button>
      )}
      {canWrite && trashed && (
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRestore size={15} />}
            onClick={() => void bulkly(() => bulk(id, "restore", selected), "restored", true)}
          >
            Restore
          </Button>
          <Button
            size="xs"
            variant="default"
            c="red"
            onClick={() =>
              confirm({
                title: "Delete for good?",
                text: `${plural(selected.length, "run")} with all points and files. Nothing brings them back.`,
                verb: "Delete",
                onYes: () => void bulkly(() => bulk(id, "purge", selected), "deleted", true),
              })
            }
          >
            Delete for good
          </Button>
        </>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Select nothing"
        onClick={() => view.setSelected([])}
      >
        <IconX size={16} />
      </ActionIcon>
    </section>
  );
}

/** Makes the table show all runs that forks connect with one. */
async function showFamily(id: ProjectId, run: string, view: RunsView) {
  const { total, members } = await fetchFamily(id, run);
  const filter = total > 1 ? familyFilter(members) : undefined;
  if (filter) view.set({ q: filter });
  else
    notifications.show({
      message:
        total > 1
          ? `${plural(total, "run")}: its page shows them as a tree.`
          : `${run} has no forks and is none.`,
    });
}

function TagForm({ onTag }: { onTag: (text: string, op: "addToSet" | "removeFromSet") => void }) {
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onTag(text, "addToSet");
      }}
    >
      <TextInput
        dir="auto"
        data-autofocus
        label="Tags, with commas between"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xs" mt="xs" type="submit">
        Add
      </Button>{" "}
      <Button size="xs" mt="xs" variant="default" onClick={() => onTag(text, "removeFromSet")}>
        Remove
      </Button>
    </form>
  );
}
