import type { Aggregate, Axis, ColumnRef, Sort } from "../api/types";
import { parseRuns } from "./runList";

export type SearchText = Record<string, string | undefined>;

/** Addresses stay readable: plain `key=value`, no JSON in quotes. */
export function parseSearch(search: string): SearchText {
  const result: SearchText = {};
  for (const [key, value] of new URLSearchParams(search)) result[key] = value;
  return result;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === "") continue;
    pairs.push(`${encodeURIComponent(key)}=${readable(String(value))}`);
  }
  return pairs.length ? `?${pairs.join("&")}` : "";
}

const readable = (text: string) =>
  encodeURIComponent(text)
    .replace(/%2F/g, "/")
    .replace(/%2C/g, ",")
    .replace(/%3A/g, ":")
    .replace(/%20/g, "+");

const aggregates = ["last", "min", "max", "mean", "first", "count"];

export interface Column extends ColumnRef {
  /** In pixels; without one it follows from what the column holds. */
  width?: number;
  /** Stays at the start while the others scroll. */
  pinned?: boolean;
}

/** What tells a column from others, and finds its value in an answer. */
export const columnKey = ({ path, aggregate }: ColumnRef) =>
  `${path}~${aggregate === "last" ? "" : (aggregate ?? "")}`;

// A path may hold any character; the separators of our lists are escaped with a backslash.
const escapePart = (text: string) => text.replace(/[\\,~]/g, "\\$&");
function splitEscaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\" && i + 1 < text.length) part += text.slice(i, ++i + 1);
    else if (text[i] === separator) {
      parts.push(part);
      part = "";
    } else part += text[i];
  }
  parts.push(part);
  return parts;
}
const unescapePart = (text: string) => text.replace(/\\(.)/g, "$1");

/** `val/loss~min~120,lr~pin` : path, aggregate, width, pinned. */
export function parseColumns(text: string | undefined): Column[] | undefined {
  if (text === undefined) return undefined;
  return splitEscaped(text, ",")
    .filter(Boolean)
    .map((item) => {
      const [path = "", ...rest] = splitEscaped(item, "~");
      const column: Column = { path: unescapePart(path) };
      for (const word of rest) {
        if (aggregates.includes(word)) column.aggregate = word as Aggregate;
        else if (/^\d+$/.test(word)) column.width = Number(word);
        else if (word === "pin") column.pinned = true;
      }
      return column;
    });
}

export const formatColumns = (columns: Column[]): string =>
  columns
    .map(({ path, aggregate, width, pinned }) =>
      [escapePart(path), aggregate, width ? String(Math.round(width)) : undefined, pinned ? "pin" : undefined]
        .filter(Boolean)
        .join("~"),
    )
    .join(",");

/** `-val/loss~min` : a leading minus is descending. */
export function parseSort(text: string | undefined): Sort[] | undefined {
  if (!text) return undefined;
  return splitEscaped(text, ",")
    .filter(Boolean)
    .map((item) => {
      const descending = item.startsWith("-");
      const [column] = parseColumns(descending ? item.slice(1) : item) ?? [];
      return {
        path: column?.path ?? "",
        ...(column?.aggregate ? { aggregate: column.aggregate } : {}),
        direction: descending ? "descending" : "ascending",
      };
    });
}

export const formatSort = (sort: Sort[]): string =>
  sort.map((s) => (s.direction === "descending" ? "-" : "") + formatColumns([s])).join(",");

export interface ChartSettings {
  axis: Axis;
  logX: boolean;
  logY: boolean;
  smooth: number;
  envelope: boolean;
  /** Whether zooming one chart zooms all. */
  linked: boolean;
}

export function parseChartSettings(search: SearchText): ChartSettings {
  const axis = search.x === "relativeTime" || search.x === "time" ? search.x : "step";
  const smooth = Math.min(0.99, Math.max(0, Number(search.smooth ?? 0) || 0));
  return {
    axis,
    logX: search.logx === "1" && axis !== "time",
    logY: search.log === "1",
    smooth,
    envelope: search.env !== "0",
    linked: search.link === "1",
  };
}

export function chartSettingsToSearch(settings: Partial<ChartSettings>): SearchText {
  const search: SearchText = {};
  // A range of steps means nothing on another axis.
  if (settings.axis !== undefined) {
    search.x = settings.axis === "step" ? undefined : settings.axis;
    search.zoom = undefined;
  }
  if (settings.logX !== undefined) search.logx = settings.logX ? "1" : undefined;
  if (settings.logY !== undefined) search.log = settings.logY ? "1" : undefined;
  if (settings.smooth !== undefined) search.smooth = settings.smooth ? String(settings.smooth) : undefined;
  if (settings.envelope !== undefined) search.env = settings.envelope ? undefined : "0";
  if (settings.linked !== undefined) {
    search.link = settings.linked ? "1" : undefined;
    search.zoom = undefined;
  }
  return search;
}

export interface Zoom {
  from: number;
  to: number;
}

/** `val/loss~10~20,lr~0~5` : the part of the axis that each zoomed chart shows. Linked charts share the one named `*`. */
export function parseZooms(text: string | undefined): Map<string, Zoom> {
  const zooms = new Map<string, Zoom>();
  for (const item of splitEscaped(text ?? "", ",")) {
    const [path = "", from, to] = splitEscaped(item, "~");
    const zoom = { from: Number(from), to: Number(to) };
    if (path && Number.isFinite(zoom.from) && zoom.to > zoom.from) zooms.set(unescapePart(path), zoom);
  }
  return zooms;
}

export const formatZooms = (zooms: Map<string, Zoom>): string | undefined =>
  [...zooms]
    .map(
      ([path, { from, to }]) =>
        `${escapePart(path)}~${Number(from.toPrecision(12))}~${Number(to.toPrecision(12))}`,
    )
    .join(",") || undefined;

/** Only these survive as targets after signing in: a full address would send people to another site. */
export const safeNext = (next: string | undefined): string =>
  next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";

/** The runs to compare: our own list, or the `["SAN-1","SAN-2"]` of old clients' links. */
export const comparedRuns = (search: SearchText): string[] =>
  search.runs ? parseRuns(search.runs) : (search.shortId?.match(/[\p{L}\p{N}_]+-\d+/gu) ?? []);
