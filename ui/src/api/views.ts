import { useQuery } from "@tanstack/react-query";
import { del, e, get, post, put } from "./http";
import { type ProjectId, projectPath } from "./projects";

/** A view of the runs page that a project keeps by name. */
export interface NamedView {
  id: string;
  name: string;
  state: { search?: unknown };
  createdBy: string;
  changedAt: string;
}

const key = (id: ProjectId) => ["project", id.ws, id.project, "views"];
export const viewsKey = key;

export const useViews = (id: ProjectId) =>
  useQuery({ queryKey: key(id), queryFn: () => get<NamedView[]>(`${projectPath(id)}/views`), retry: false });
export const saveView = (id: ProjectId, name: string, search: string) =>
  post<NamedView>(`${projectPath(id)}/views`, { name, state: { search } });
export const changeView = (id: ProjectId, view: string, name: string, search: string) =>
  put<NamedView>(`${projectPath(id)}/views/${e(view)}`, { name, state: { search } });
export const deleteView = (id: ProjectId, view: string) => del<void>(`${projectPath(id)}/views/${e(view)}`);
