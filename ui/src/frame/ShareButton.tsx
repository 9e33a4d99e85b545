import { ActionIcon } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconLink } from "@tabler/icons-react";
import { shortLink } from "../api/links";
import type { ProjectId } from "../api/projects";
import { attempt } from "../parts/Failure";

/** Copies a short link to what is on screen; without a clipboard (plain http from afar) the link is shown to be copied. */
export const share = (id: ProjectId | undefined) =>
  attempt(async () => {
    const href = location.pathname + location.search;
    const link = id ? await shortLink(id, href) : location.origin + href;
    try {
      await navigator.clipboard.writeText(link);
      notifications.show({ title: "Copied", message: link });
    } catch {
      notifications.show({ title: "The link to this page", message: link, autoClose: false });
    }
  });

export const ShareButton = ({ id }: { id: ProjectId }) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    aria-label="Copy a short link to this page"
    title="Copy a short link to this page"
    onClick={() => void share(id)}
  >
    <IconLink size={18} stroke={1.6} />
  </ActionIcon>
);
