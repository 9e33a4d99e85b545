import { useQuery } from "@tanstack/react-query";
import { del, e, get, patch, post, put, query } from "./http";
import type {
  Invitation,
  NewProject,
  Project,
  ProjectMember,
  ProjectRole,
  Visibility,
  Workspace,
  WorkspaceMember,
  WorkspaceRole,
} from "./types";

export interface ProjectId {
  ws: string;
  project: string;
}
export const projectPath = ({ ws, project }: ProjectId) => `/projects/${e(ws)}/${e(project)}`;

export const useProjects = () =>
  useQuery({ queryKey: ["projects"], queryFn: () => get<Project[]>("/projects") });
export const useProject = (id: ProjectId) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "header"],
    queryFn: () => get<Project>(projectPath(id)),
    retry: false,
  });
export const createProject = (project: NewProject) => post<Project>("/projects", project);
export const changeProject = (
  id: ProjectId,
  change: { name?: string; visibility?: Visibility; description?: string },
) => patch<Project>(projectPath(id), change);
export const deleteProject = (id: ProjectId) => del<void>(projectPath(id));
export const useKeyProposal = (workspace: string, name: string) =>
  useQuery({
    queryKey: ["key-proposal", workspace, name],
    queryFn: () => get<{ key: string }>(`/projects/key-proposal${query({ workspace, name })}`),
    enabled: name.length > 0 && workspace.length > 0,
    placeholderData: (previous) => previous,
  });

export const useProjectMembers = (id: ProjectId) =>
  useQuery({
    queryKey: ["project", id.ws, id.project, "members"],
    queryFn: () => get<ProjectMember[]>(`${projectPath(id)}/members`),
  });
export const setProjectMember = (id: ProjectId, user: string, role: ProjectRole) =>
  put<void>(`${projectPath(id)}/members/${e(user)}`, { role });
export const removeProjectMember = (id: ProjectId, user: string) =>
  del<void>(`${projectPath(id)}/members/${e(user)}`);

export const useWorkspaces = () =>
  useQuery({ queryKey: ["workspaces"], queryFn: () => get<Workspace[]>("/workspaces") });
export const createWorkspace = (name: string) => post<Workspace>("/workspaces", { name });
export const useWorkspaceMembers = (ws: string) =>
  useQuery({
    queryKey: ["workspace", ws, "members"],
    queryFn: () => get<WorkspaceMember[]>(`/workspaces/${e(ws)}/members`),
    retry: false,
  });
export const setWorkspaceMember = (ws: string, user: string, role: WorkspaceRole) =>
  put<void>(`/workspaces/${e(ws)}/members/${e(user)}`, { role });
export const removeWorkspaceMember = (ws: string, user: string) =>
  del<void>(`/workspaces/${e(ws)}/members/${e(user)}`);
export const leaveWorkspace = (ws: string) => del<void>(`/workspaces/${e(ws)}/membership`);
export const useInvitations = (ws: string, enabled: boolean) =>
  useQuery({
    queryKey: ["workspace", ws, "invitations"],
    queryFn: () => get<Invitation[]>(`/workspaces/${e(ws)}/invitations`),
    enabled,
    retry: false,
  });
export const createInvitation = (ws: string, role: WorkspaceRole) =>
  post<Invitation>(`/workspaces/${e(ws)}/invitations`, { role });
export const deleteInvitation = (ws: string, code: string) =>
  del<void>(`/workspaces/${e(ws)}/invitations/${e(code)}`);
