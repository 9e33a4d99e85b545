import type { ProjectRole, Visibility, WorkspaceRole } from "../api/types";

/** What the roles are called and what they mean, in the order of rights. */
export const projectRoles: { value: ProjectRole; label: string; does: string }[] = [
  { value: "viewer", label: "Viewer", does: "looks, compares, downloads" },
  { value: "contributor", label: "Contributor", does: "also writes runs, tags, comments" },
  { value: "owner", label: "Owner", does: "also settings, members, deletion" },
];

export const workspaceRoles: { value: WorkspaceRole; label: string; does: string }[] = [
  {
    value: "member",
    label: "Member",
    does: "makes projects, and works in those that are open to the workspace",
  },
  {
    value: "admin",
    label: "Admin",
    does: "also invites, sets roles, and owns every project of the workspace",
  },
];

export const visibilities: { value: Visibility; label: string; means: string }[] = [
  { value: "private", label: "Private", means: "only its members, and the workspace's admins" },
  { value: "workspace", label: "Workspace", means: "everybody in the workspace works in it" },
  {
    value: "public",
    label: "Public",
    means: "as workspace, and everybody signed in to this server may look",
  },
];

export const roleLabel = (role: ProjectRole | WorkspaceRole): string =>
  [...projectRoles, ...workspaceRoles].find((one) => one.value === role)?.label ?? role;
