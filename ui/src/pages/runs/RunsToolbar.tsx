import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconDownload, IconTrash, IconTrashOff } from "@tabler/icons-react";
import type { ProjectId } from "../../api/projects";
import { fetchCsv } from "../../api/runs";
import { attempt } from "../../parts/Failure";
import { ColumnPicker } from "./ColumnPicker";
import { pageOf, type Question } from "./table/useRunRows";
import type { RunsView } from "./useRunsView";

interface Props {
  id: ProjectId;
  view: RunsView;
  canWrite: boolean;
  question: Question;
}

export function RunsToolbar({ id, view, canWrite, question }: Props) {
  return (
    <>
      <ColumnPicker id={id} columns={view.columns} isAuto={view.isAuto} onChange={view.setColumns} />
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label="More of the runs page">
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            onClick={() => void attempt(() => saveCsv(id, question))}
          >
            All these runs as CSV
          </Menu.Item>
          {canWrite && (
            <Menu.Item
              leftSection={view.trashed ? <IconTrashOff size={16} /> : <IconTrash size={16} />}
              onClick={() => view.set({ trash: view.trashed ? undefined : "1", runs: undefined })}
            >
              {view.trashed ? "Leave the trash" : "Show the trash"}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** The columns on screen, of every run that the filter finds. */
async function saveCsv(id: ProjectId, question: Question) {
  const blob = await fetchCsv(id, pageOf(question, "", 0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${id.project}-runs.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  notifications.show({ message: `${link.download} was saved.` });
}
