import type { ColumnRef, Kind } from "../api/types";
import { type Column, columnKey } from "./urlState";

/** What Shipslog itself knows of a run, by the names that people use. */
export const systemColumns: Record<string, string> = {
  "sys/name": "Name",
  "sys/state": "State",
  "sys/owner": "Owner",
  "sys/creation_time": "Created",
  "sys/running_time": "Duration",
  "sys/tags": "Tags",
  "sys/finish_time": "Finished",
  "sys/modification_time": "Modified",
  "sys/ping_time": "Last seen",
  "sys/hostname": "Host",
  "sys/description": "Description",
  "sys/group_tags": "Group tags",
  "sys/size": "Size",
  "sys/failed": "Failed",
  "sys/custom_run_id": "Custom id",
};

/** Shown until somebody chooses; then come the columns that differ most. */
export const firstColumns: Column[] = [
  { path: "sys/name", pinned: true },
  { path: "sys/state" },
  { path: "sys/owner" },
  { path: "sys/creation_time" },
  { path: "sys/running_time" },
  { path: "sys/tags" },
];

/** `parameters/lr` is `lr` of `parameters/`: the end is what tells columns apart. */
export function columnTitle({ path }: ColumnRef): { space: string; name: string } {
  const known = systemColumns[path];
  if (known) return { space: "", name: known };
  const cut = path.indexOf("/") + 1;
  return cut < path.length ? { space: path.slice(0, cut), name: path.slice(cut) } : { space: "", name: path };
}

const widths: Record<string, number> = {
  "sys/name": 190,
  "sys/state": 108,
  "sys/owner": 90,
  "sys/running_time": 92,
  "sys/size": 84,
  "sys/tags": 200,
  "sys/description": 260,
};
const numeric: Kind[] = ["float", "int", "floatSeries"];

export const isNumeric = (kind: Kind | null | undefined) => !!kind && numeric.includes(kind);

export function columnWidth(column: Column, kind: Kind | null | undefined, kept?: number): number {
  if (column.width) return column.width;
  if (kept) return kept;
  const known = widths[column.path];
  if (known) return known;
  const { space, name } = columnTitle(column);
  const title = Math.round((space.length * 0.8 + name.length) * 7.2) + 44;
  if (kind === "datetime" || column.path.endsWith("_time")) return Math.max(134, Math.min(title, 180));
  return Math.max(isNumeric(kind) ? 96 : 110, Math.min(title, 210));
}

/** Pinned ones first, each part in its order: how they are laid out. */
export const laidOut = (columns: Column[]): Column[] => [
  ...columns.filter((c) => c.pinned),
  ...columns.filter((c) => !c.pinned),
];

/** Takes one column to the place of another, and makes it pinned if that one is. */
export function moved(columns: Column[], from: string, to: string): Column[] {
  const list = laidOut(columns);
  const taken = list.find((c) => columnKey(c) === from);
  const place = list.findIndex((c) => columnKey(c) === to);
  if (!taken || place < 0 || from === to) return columns;
  const was = list.indexOf(taken);
  const { pinned: _, ...rest } = taken;
  const rested = list.filter((c) => c !== taken);
  const target = list[place];
  const at = rested.indexOf(target as Column) + (was < place ? 1 : 0);
  return [...rested.slice(0, at), target?.pinned ? { ...rest, pinned: true } : rest, ...rested.slice(at)];
}
