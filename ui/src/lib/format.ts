import type { Cell, Kind } from "../api/types";

/** A number as JSON carries it: non-finite ones are words. */
export function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  return Number.NaN;
}

export const isNonFiniteWord = (value: unknown) =>
  value === "NaN" || value === "Infinity" || value === "-Infinity";

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** Six significant digits: enough to tell two losses apart, short enough for a column. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return thin(grouped.format(value));
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return minus(trimExponent(value.toExponential(4)));
  return minus(String(Number(value.toPrecision(6))));
}

const thin = (text: string) => minus(text.replaceAll(",", "\u202f"));
const minus = (text: string) => text.replace(/^-/, "−");
const trimExponent = (text: string) =>
  text
    .replace(/\.?0+e/, "e")
    .replace("e+", "e")
    .replace("e-", "e−");

export function formatBytes(bytes: number | undefined | null): string {
  if (bytes === undefined || bytes === null) return "–";
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function formatDuration(seconds: number | undefined | null): string {
  if (seconds === undefined || seconds === null || !Number.isFinite(seconds)) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  const s = Math.round(seconds);
  const days = Math.floor(s / 86_400);
  const hours = Math.floor((s % 86_400) / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} m`;
  return `${minutes} m ${s % 60} s`;
}

const two = (n: number) => String(n).padStart(2, "0");
export function formatTime(value: string | number | undefined | null): string {
  if (value === undefined || value === null) return "–";
  const d = new Date(value);
  if (Number.isNaN(d.getTime())) return "–";
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
}
export const formatUtc = (value: string | number) =>
  `${new Date(value).toISOString().replace("T", " ").slice(0, 19)} UTC`;

export function formatAgo(value: string | number | undefined | null, now = Date.now()): string {
  if (value === undefined || value === null) return "never";
  const seconds = (now - new Date(value).getTime()) / 1000;
  if (seconds < 0) return `in ${spell(-seconds)}`;
  if (seconds < 10) return "just now";
  return `${spell(seconds)} ago`;
}

function spell(seconds: number): string {
  const steps: [number, string][] = [
    [60, "s"],
    [3600, "min"],
    [86_400, "h"],
    [86_400 * 30, "d"],
    [86_400 * 365, "mo"],
  ];
  let unit = 1;
  for (const [limit, name] of steps) {
    if (seconds < limit) return `${Math.max(1, Math.floor(seconds / unit))} ${name}`;
    unit = limit;
  }
  return `${Math.floor(seconds / unit)} y`;
}

const durations = new Set(["sys/running_time", "sys/monitoring_time"]);

export function formatCell(path: string, value: Cell | undefined, kind?: Kind): string {
  if (value === null || value === undefined) return "";
  if (isNonFiniteWord(value) && kind !== "string") return formatNumber(toNumber(value));
  if (typeof value === "number") {
    // A client that never reports in leaves it at nothing: that is no duration to tell.
    if (durations.has(path)) return value === 0 ? "" : formatDuration(value);
    if (path === "sys/size") return formatBytes(value);
    return formatNumber(value);
  }
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return "name" in value ? `${value.name} · ${formatBytes(value.size)}` : "";
  return looksLikeTime(value) ? formatTime(value) : value;
}

const looksLikeTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);

/** The form for copying and for files: machine numbers, ISO times, lists joined by commas. */
export function rawCell(value: Cell | undefined): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object") return value.name;
  return String(value);
}

export function csvLine(cells: string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
