import { keep, recall } from "./storage";

/** Where this browser has been, for "Continue" on the home page and for the palette. */
export interface Visited {
  href: string;
  project: string;
  /** A run's id, or undefined for the project itself. */
  run?: string;
  /** Unix milliseconds. */
  at: number;
}

const limit = 12;

/** The new list of places, latest first, each place once. */
export const withVisit = (places: Visited[], visit: Visited): Visited[] =>
  [visit, ...places.filter((one) => one.project !== visit.project || one.run !== visit.run)].slice(0, limit);

// Each account has its own: two people may share a browser.
const visitsKey = (user: string) => `places-${user}`;
const pinsKey = (user: string) => `pins-${user}`;

export const recallVisits = (user: string) => recall<Visited[]>(visitsKey(user), []);
export const rememberVisit = (user: string, visit: Visited) =>
  keep(visitsKey(user), withVisit(recallVisits(user), visit));

export const recallPins = (user: string) => recall<string[]>(pinsKey(user), []);
export const keepPins = (user: string, ids: string[]) => keep(pinsKey(user), ids);

/** Pinned ones first, then as they came. */
export function pinnedFirst<T extends { id: string }>(items: T[], pins: string[]): T[] {
  const rank = (item: T) => (pins.includes(item.id) ? 0 : 1);
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** `/ws/project/e/RUN-1/charts` is a run of a project, `/ws/project/…` the project; anything else is no place to come back to. */
export function placeOf(pathname: string): { project: string; run?: string } | undefined {
  const [ws, project, kind, run] = pathname.split("/").slice(1).map(decoded);
  if (!ws || !project || ws === "-") return undefined;
  return kind === "e" && run ? { project: `${ws}/${project}`, run } : { project: `${ws}/${project}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
