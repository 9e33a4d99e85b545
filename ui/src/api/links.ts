import { placeOf } from "../lib/places";
import { e, get, post } from "./http";
import type { ProjectId } from "./projects";

interface Linked {
  project: string;
  state: { href?: unknown };
}

/** A short address of a page of a project, with everything that its long one says. Who opens it needs the right to see the project. */
export async function shortLink(id: ProjectId, href: string): Promise<string> {
  const { id: view } = await post<{ id: string }>("/views", {
    project: `${id.ws}/${id.project}`,
    state: { href },
  });
  return `${location.origin}/-/v/${view}`;
}

/** Where a short link leads: a page of its project, or the project itself when it says something else. */
export async function linkTarget(view: string): Promise<string> {
  const { project, state } = await get<Linked>(`/views/${e(view)}`);
  return targetWithin(project, state.href);
}

export function targetWithin(project: string, href: unknown): string {
  const home = `/${project.split("/").map(e).join("/")}/runs`;
  if (typeof href !== "string" || !href.startsWith("/")) return home;
  return placeOf(href.split("?")[0] ?? "")?.project === project ? href : home;
}
