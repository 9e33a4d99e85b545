import type { Attribute, Run } from "../api/types";
import { attributeText, isSeries, natural } from "./attributes";
import { toNumber } from "./format";

export interface DiffRow {
  path: string;
  attributes: (Attribute | undefined)[];
  differs: boolean;
}

// Two runs always differ in these; showing them would bury what matters.
const alwaysDifferent = new Set([
  "sys/id",
  "sys/creation_time",
  "sys/modification_time",
  "sys/ping_time",
  "sys/finish_time",
  "sys/running_time",
  "sys/monitoring_time",
  "sys/size",
  "sys/custom_run_id",
  "sys/trashed",
]);

export function diffRows(runs: readonly Run[]): DiffRow[] {
  const byPath = new Map<string, (Attribute | undefined)[]>();
  runs.forEach((run, column) => {
    for (const attribute of run.attributes) {
      let cells = byPath.get(attribute.path);
      if (!cells) {
        cells = runs.map(() => undefined);
        byPath.set(attribute.path, cells);
      }
      cells[column] = attribute;
    }
  });
  return [...byPath]
    .map(([path, attributes]) => ({
      path,
      attributes,
      differs: !alwaysDifferent.has(path) && differ(attributes),
    }))
    .sort((a, b) => order(a.path) - order(b.path) || natural(a.path, b.path));
}

function differ(attributes: (Attribute | undefined)[]): boolean {
  const texts = new Set(attributes.map(comparable));
  return texts.size > 1;
}

function comparable(attribute: Attribute | undefined): string {
  if (!attribute) return "";
  if (isSeries(attribute.kind)) return `${attribute.last}|${attribute.count}`;
  if (attribute.kind === "stringSet") return [...(attribute.values ?? [])].sort().join("\n");
  if (attribute.kind === "file" || attribute.kind === "fileSet")
    return `${attribute.name}|${attribute.size}|${attribute.files}`;
  if (attribute.kind === "gitRef") return JSON.stringify(attribute.value);
  return attributeText(attribute);
}

const order = (path: string) => {
  if (path.startsWith("parameters/")) return 0;
  if (path.startsWith("sys/")) return 3;
  if (path.startsWith("monitoring/") || path.startsWith("source_code/")) return 2;
  return 1;
};

export const numeric = (attribute: Attribute | undefined): number | undefined => {
  if (!attribute) return undefined;
  const value = attribute.kind === "floatSeries" ? attribute.last : attribute.value;
  if (attribute.kind !== "floatSeries" && attribute.kind !== "float" && attribute.kind !== "int")
    return undefined;
  return value === undefined || value === null ? undefined : toNumber(value);
};

/** The change against the reference, `+12.5 %`, or nothing where a percentage has no meaning. */
export function change(value: number | undefined, reference: number | undefined): string {
  if (value === undefined || reference === undefined || value === reference) return "";
  if (!Number.isFinite(value) || !Number.isFinite(reference) || reference === 0) return "";
  const percent = ((value - reference) / Math.abs(reference)) * 100;
  const size = Math.abs(percent);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${percent > 0 ? "▲" : "▼"} ${size >= 10_000 ? ">9999" : size.toFixed(digits)} %`;
}
