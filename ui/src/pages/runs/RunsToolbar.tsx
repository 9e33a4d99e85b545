import { ActionIcon, Menu, SegmentedControl } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconDownload, IconTrash, IconTrashOff, IconVersions } from "@tabler/icons-react";
import type { ProjectId } from "../../api/projects";
import { fetchCsv, useAttributeNames } from "../../api/runs";
import { addTerm, removeTerm, splitTerms, term } from "../../lib/queryText";
import { fileName, saveBlob } from "../../lib/save";
import type { SearchText } from "../../lib/urlState";
import { attempt } from "../../parts/Failure";
import { ColumnPicker } from "./ColumnPicker";
import { pageOf, type Question } from "./table/useRunRows";
import { type RunsView, type Tab, tabs } from "./useRunsView";
import { ViewMenu } from "./ViewMenu";

export const tabTitles: Record<Tab, string> = {
  table: "Table",
  charts: "Charts",
  side: "Side by side",
  params: "Parameters",
  media: "Images",
};

const isHead = "sys/experiment/is_head";
const headTerm = term(isHead, true);

interface Props {
  id: ProjectId;
  view: RunsView;
  canWrite: boolean;
  question: Question;
  search: SearchText;
}

export function RunsToolbar({ id, view, canWrite, question, search }: Props) {
  const names = useAttributeNames(id, isHead, 1);
  const filter = search.q ?? "";
  const onlyHeads = splitTerms(filter).indexOf(headTerm);
  const turned = (onlyHeads < 0 ? addTerm(filter, headTerm) : removeTerm(filter, onlyHeads)) || undefined;
  return (
    <>
      <SegmentedControl
        aria-label="Beside the table"
        size="sm"
        data={tabs.map((tab) => ({ value: tab, label: tabTitles[tab] }))}
        value={view.tab}
        onChange={(tab) => view.set({ tab: tab === "table" ? undefined : tab })}
      />
      <ViewMenu id={id} search={search} canWrite={canWrite} />
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
          {names.data?.entries.some(({ path }) => path === isHead) && (
            <Menu.Item leftSection={<IconVersions size={16} />} onClick={() => view.set({ q: turned })}>
              {onlyHeads < 0 ? "Only heads of experiments" : "All runs of experiments"}
            </Menu.Item>
          )}
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
  const name = fileName(`${id.project}-runs`);
  saveBlob(await fetchCsv(id, pageOf(question, "", 0)), `${name}.csv`);
  notifications.show({ message: `${name}.csv was saved.` });
}
