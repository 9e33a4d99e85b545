import type { Attribute, GitReference, Kind, NotebookReference } from "../api/types";
import { fileTitle } from "./fileForm";
import { formatBytes, formatCell, formatNumber, plural, toNumber } from "./format";

/** One line that says what an attribute holds. */
export function attributeText(attribute: Attribute | undefined): string {
  if (!attribute) return "";
  const { kind, value } = attribute;
  switch (kind) {
    case "stringSet":
      return (attribute.values ?? []).join(", ");
    case "file":
      return `${fileTitle(attribute.name, attribute.path)} · ${formatBytes(attribute.size)}`;
    case "fileSet":
      return `${plural(attribute.files ?? 0, "file")} · ${formatBytes(attribute.size)}`;
    case "artifact":
      return attribute.hash ?? "";
    case "gitRef": {
      const git = (value ?? {}) as GitReference;
      return [git.commitId?.slice(0, 10), git.branch, git.message].filter(Boolean).join(" · ");
    }
    case "notebookRef":
      return (value as NotebookReference | undefined)?.checkpointId
        ? "a checkpoint of a notebook"
        : "a notebook";
    case "floatSeries":
      return attribute.last === undefined || attribute.last === null
        ? "no points"
        : formatNumber(toNumber(attribute.last));
    case "stringSeries":
      return attribute.last === undefined
        ? plural(attribute.count ?? 0, "line")
        : String(attribute.last ?? "");
    case "fileSeries":
      return plural(attribute.count ?? 0, "file");
    case "histogramSeries":
      return plural(attribute.count ?? 0, "histogram");
    default:
      return formatCell(attribute.path, value as never, kind);
  }
}

export const isSeries = (kind: Kind) => kind.endsWith("Series");
export const isScalar = (kind: Kind) => ["float", "int", "bool", "string", "datetime"].includes(kind);

const hardware = /^monitoring\/(?:[^/]+\/)?(cpu|memory|mem|gpu|gpu_memory|disk|network|net)/i;
const consoleLike = /^monitoring\/(?:[^/]+\/)?(stdout|stderr|traceback)$/;

export const isHardware = (path: string) =>
  hardware.test(path) || (path.startsWith("monitoring/") && !consoleLike.test(path));
export const isConsole = (path: string) => consoleLike.test(path) || path.startsWith("logs/");
export const isInternal = (path: string) => path.startsWith("sys/");
export const isSource = (path: string) => path.startsWith("source_code/");

/** Metrics a person logged, as opposed to what the client measured on the machine. */
export const isMetric = (attribute: { path: string; kind: Kind }) =>
  attribute.kind === "floatSeries" && !isHardware(attribute.path) && !isInternal(attribute.path);

export interface TreeNode {
  name: string;
  path: string;
  children: TreeNode[];
  attribute?: Attribute;
  count: number;
}

export function buildTree(attributes: readonly Attribute[]): TreeNode[] {
  const root: TreeNode = { name: "", path: "", children: [], count: 0 };
  const folders = new Map<string, TreeNode>([["", root]]);
  for (const attribute of [...attributes].sort((a, b) => natural(a.path, b.path))) {
    const parts = attribute.path.split("/");
    const name = parts.pop() ?? "";
    const parent = folder(folders, parts);
    parent.children.push({ name, path: attribute.path, children: [], attribute, count: 1 });
  }
  count(root);
  return root.children;
}

function folder(folders: Map<string, TreeNode>, parts: string[]): TreeNode {
  const path = parts.join("/");
  const known = folders.get(path);
  if (known) return known;
  const parent = folder(folders, parts.slice(0, -1));
  const made: TreeNode = { name: parts.at(-1) ?? "", path, children: [], count: 0 };
  parent.children.push(made);
  folders.set(path, made);
  return made;
}

function count(node: TreeNode): number {
  if (!node.attribute) node.count = node.children.reduce((sum, child) => sum + count(child), 0);
  return node.count;
}

// Asking a text to compare itself makes a collator each time: thousands of names took a second to sort.
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
export const natural = (a: string, b: string) => collator.compare(a, b);

/** Groups paths by their namespace, the last segment left off: one section of charts each. */
export function bySection(paths: readonly string[]): [string, string[]][] {
  const sections = new Map<string, string[]>();
  for (const path of [...paths].sort(natural)) {
    const cut = path.lastIndexOf("/");
    const section = cut < 0 ? "" : path.slice(0, cut);
    const list = sections.get(section);
    if (list) list.push(path);
    else sections.set(section, [path]);
  }
  return [...sections].sort(([a], [b]) => natural(a, b));
}

/**
 * The sections of a page of charts: namespaces, of which one with few charts goes into the one around it, so that no row
 * is left nearly empty; and of a run with thousands of namespaces those so many levels up that there are at most `most`.
 */
export function chartSections(paths: readonly string[], few = 3, most = 300): [string, string[]][] {
  const sections = new Map(coarser(bySection(paths), most));
  const deepestFirst = [...sections.keys()].sort((a, b) => b.split("/").length - a.split("/").length);
  for (const name of deepestFirst) {
    const charts = sections.get(name) ?? [];
    const parent = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
    if (name === "" || charts.length >= few) continue;
    const above = sections.get(parent);
    if (!above && parent === "") continue;
    sections.delete(name);
    if (above) above.push(...charts);
    else {
      sections.set(parent, charts);
      deepestFirst.push(parent);
    }
  }
  return [...sections]
    .map(([name, charts]): [string, string[]] => [name, charts.sort(natural)])
    .sort(([a], [b]) => natural(a, b));
}

/** Sections by fewer levels of their names, until there are few enough. */
function coarser(sections: [string, string[]][], most: number): [string, string[]][] {
  let result = sections;
  const levels = (name: string) => (name === "" ? 0 : name.split("/").length);
  for (
    let depth = Math.max(0, ...sections.map(([name]) => levels(name)));
    result.length > most && depth > 1;
    depth--
  ) {
    const merged = new Map<string, string[]>();
    for (const [name, paths] of result) {
      const above = name
        .split("/")
        .slice(0, depth - 1)
        .join("/");
      merged.set(above, [...(merged.get(above) ?? []), ...paths]);
    }
    result = [...merged];
  }
  return result;
}

/** Searching by substring, or by regular expression when the text compiles as one and has special signs. */
export function matcher(search: string): (text: string) => boolean {
  const wanted = search.trim().toLowerCase();
  if (!wanted) return () => true;
  if (/[\\^$.*+?()[\]{}|]/.test(wanted)) {
    try {
      const pattern = new RegExp(search.trim(), "i");
      return (text) => pattern.test(text) || text.toLowerCase().includes(wanted);
    } catch {
      // Half-typed patterns are ordinary while somebody types: fall through to the substring.
    }
  }
  return (text) => text.toLowerCase().includes(wanted);
}
