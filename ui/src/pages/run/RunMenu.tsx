import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconDots, IconFileZip, IconLink, IconTrash, IconTrashX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ProjectId } from "../../api/projects";
import { archiveUrl, bulk } from "../../api/runs";
import type { ProjectRole, Run } from "../../api/types";
import { formatBytes } from "../../lib/format";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";

interface Props {
  id: ProjectId;
  run: string;
  data: Run;
  role: ProjectRole | undefined;
}

/** What can be done with a whole run. */
export function RunMenu({ id, run, data, role }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const canWrite = role === "owner" || role === "contributor";
  const hasFiles = data.attributes.some((a) => a.kind === "file" || a.kind === "fileSet");
  const act = (verb: "trash" | "restore" | "purge") =>
    void attempt(async () => {
      const { errors, freedBytes } = await bulk(id, verb, [data.shortId]);
      if (errors[0]) throw new Error(errors[0].message);
      if (verb === "purge") {
        await navigate({ to: "/$ws/$project/{-$view}", params: { ...id, view: "trash" } });
        client.removeQueries({ queryKey: ["project", id.ws, id.project, "run", run] });
        notifications.show({ message: `${data.shortId} is gone: ${formatBytes(freedBytes)} given back.` });
      }
      await client.invalidateQueries({ queryKey: ["project", id.ws, id.project] });
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="md" aria-label={`More for ${data.shortId}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLink size={15} />}
          onClick={() =>
            void attempt(async () => {
              await navigator.clipboard.writeText(data.customId ?? data.shortId);
              notifications.show({ message: "Copied." });
            })
          }
        >
          Copy the id
        </Menu.Item>
        {hasFiles && (
          <Menu.Item
            component="a"
            href={archiveUrl(id, run, "")}
            download
            leftSection={<IconFileZip size={15} />}
          >
            Download all files as zip
          </Menu.Item>
        )}
        {canWrite && data.kind !== "project" && !data.trashed && (
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => act("trash")}>
            Move to the trash
          </Menu.Item>
        )}
        {canWrite && data.trashed && (
          <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={() => act("restore")}>
            Restore
          </Menu.Item>
        )}
        {role === "owner" && data.trashed && (
          <Menu.Item
            color="red"
            leftSection={<IconTrashX size={15} />}
            onClick={() =>
              confirm({
                title: `Delete ${data.shortId} for ever?`,
                text: "Its data and files will be gone, and nobody can bring them back.",
                verb: "Delete for ever",
                onYes: () => act("purge"),
              })
            }
          >
            Delete for ever…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
