import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ProjectId } from "../../../api/projects";
import { groupsQuery, useAttributeNames } from "../../../api/runs";
import type { Cell, Kind } from "../../../api/types";
import type { Spot } from "../../../lib/completion";
import { formatNumber, plural } from "../../../lib/format";
import { quoteName, quoteValue } from "../../../lib/queryText";

export interface Suggestion {
  /** What is written when it is accepted. */
  text: string;
  label: string;
  note?: string;
}

/** Short names of the query language, and where they lead. */
const aliases: Record<string, string> = {
  name: "sys/name",
  state: "sys/state",
  owner: "sys/owner",
  tags: "sys/tags",
  tag: "sys/tags",
  created: "sys/creation_time",
  modified: "sys/modification_time",
  finished: "sys/finish_time",
  duration: "sys/running_time",
  size: "sys/size",
  failed: "sys/failed",
  hostname: "sys/hostname",
  description: "sys/description",
  id: "sys/id",
};
const states = ["running", "succeeded", "failed", "aborted", "inactive"];
const fewNames = 8;
const fewValues = 60;

const kindNotes: Partial<Record<Kind, string>> = {
  floatSeries: "metric",
  stringSeries: "text series",
  stringSet: "set",
  float: "number",
  int: "whole number",
  bool: "yes or no",
  string: "text",
  datetime: "time",
  fileSeries: "images",
  histogramSeries: "histograms",
  fileSet: "files",
};

/** What fits at the spot: names and values that the project has, and the words of the language. */
export function useSuggestions(id: ProjectId, spot: Spot | undefined): Suggestion[] {
  const word = spot?.word ?? "";
  const [typed] = useDebouncedValue(word, 90);
  const wantsName = spot?.wants === "condition";
  const of = spot?.of;
  const names = useAttributeNames(id, wantsName ? typed : "", 30, false, wantsName && typed.length > 0);
  const homes = useAttributeNames(id, of ?? "", 100, false, !!of && !aliases[of]);
  const entries = homes.data?.entries ?? [];
  const home = of
    ? (entries.find((one) => one.path === of) ?? only(entries.filter((one) => one.path.endsWith(`/${of}`))))
    : undefined;
  const path = of && (aliases[of] ?? home?.path);
  const isCountable = !home || ["string", "bool", "int", "float", "stringSet"].includes(home.kind);
  const wantsValue = spot?.wants === "value" && !!path && isCountable && !path.endsWith("_time");
  const values = useQuery({
    ...groupsQuery(id, { by: [{ path: path ?? "sys/state" }], limit: fewValues, offset: 0 }),
    enabled: wantsValue && path !== "sys/state",
    staleTime: 30_000,
  });
  const tags = useQuery({
    ...groupsQuery(id, { by: [{ path: "sys/tags" }], limit: 200, offset: 0 }),
    enabled: wantsName,
    staleTime: 30_000,
  });
  if (!spot) return [];
  const lower = word.toLowerCase();

  if (spot.wants === "condition") {
    if (!word) return [];
    const short = Object.keys(aliases)
      .filter((alias) => alias.startsWith(lower))
      .map((alias) => ({
        text: alias === "tag" || alias === "state" || alias === "owner" ? `${alias}:` : alias,
        label: alias === "tag" || alias === "state" || alias === "owner" ? `${alias}:` : alias,
        note: "of every run",
      }));
    const tagged = (tags.data?.groups ?? [])
      .filter(({ keys: [key] }) => typeof key === "string" && key.toLowerCase().startsWith(lower))
      .slice(0, 4)
      .map(({ keys: [key], runs }) => ({
        text: `tag:${plain(String(key))}`,
        label: `tag:${key}`,
        note: plural(runs, "run"),
      }));
    const attributes = (names.data?.entries ?? [])
      .filter(({ path: one }) => !one.startsWith("sys/") && one.toLowerCase().includes(lower))
      .sort((a, b) => rank(a.path, lower) - rank(b.path, lower))
      .slice(0, fewNames)
      .map(({ path: one, kind }) => ({ text: quoteName(one), label: one, note: kindNotes[kind] ?? kind }));
    return [...short, ...tagged, ...attributes];
  }
  if (spot.wants === "operator") return operatorsFor(path, home?.kind).filter((one) => begins(one, lower));
  if (spot.wants === "connective") {
    return [
      { text: "AND", label: "AND", note: "both" },
      { text: "OR", label: "OR", note: "one of them" },
    ].filter((one) => lower && begins(one, lower));
  }
  if (path === "sys/state")
    return states.filter((one) => one.startsWith(lower)).map((one) => ({ text: one, label: one }));
  if (path?.endsWith("_time") && path !== "sys/running_time")
    return [
      { text: "-1d", label: "-1d", note: "since a day ago" },
      { text: "-7d", label: "-7d", note: "since a week ago" },
      { text: "today", label: "today" },
      { text: '"last 3 days"', label: "last 3 days" },
    ].filter((one) => begins(one, lower));
  if (!wantsValue || !path) return [];
  return (values.data?.groups ?? [])
    .filter(({ keys: [key] }) => key !== null && key !== undefined)
    .map(({ keys: [key], runs }) => ({
      text: written(key as Cell),
      label: shown(key as Cell),
      note: plural(runs, "run"),
    }))
    .filter((one) => one.label.toLowerCase().includes(lower))
    .slice(0, 12);
}

/** What begins with the word, or has a part that does, before what only holds it somewhere. */
const rank = (path: string, lower: string) => {
  const at = path.toLowerCase();
  if (at.startsWith(lower) && !at.includes("/")) return 0;
  return at.slice(at.lastIndexOf("/") + 1).startsWith(lower) ? 1 : at.includes(`/${lower}`) ? 2 : 3;
};
const only = <T>(list: T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
const begins = (one: Suggestion, lower: string) => one.label.toLowerCase().startsWith(lower);
const plain = (text: string) => (/^[\p{L}\p{N}_.-]+$/u.test(text) ? text : quoteValue(text));
const written = (cell: Cell) => (typeof cell === "string" ? plain(cell) : String(cell));
const shown = (cell: Cell) => (typeof cell === "number" ? formatNumber(cell) : String(cell));

function operatorsFor(path: string | undefined, kind: Kind | undefined): Suggestion[] {
  const set = { text: "CONTAINS", label: "CONTAINS", note: "has the tag" };
  if (path === "sys/tags" || kind === "stringSet")
    return [set, { text: "NOT CONTAINS", label: "NOT CONTAINS" }];
  const numeric = kind === "float" || kind === "int" || kind === "floatSeries";
  const order = [
    { text: "<", label: "<", note: "less" },
    { text: "<=", label: "<=" },
    { text: ">", label: ">", note: "more" },
    { text: ">=", label: ">=" },
  ];
  const equal = [
    { text: "=", label: "=", note: "equal" },
    { text: "!=", label: "!=", note: "not equal" },
  ];
  if (numeric)
    return [...order, ...equal, ...(kind === "floatSeries" ? [{ text: "IS NAN", label: "IS NAN" }] : [])];
  if (path?.endsWith("_time"))
    return [
      { text: ">=", label: ">=", note: "since" },
      { text: "<", label: "<", note: "before" },
    ];
  return [
    ...equal,
    { text: "CONTAINS", label: "CONTAINS", note: "has it in its text" },
    { text: "=~", label: "=~", note: "regular expression" },
    { text: "IN [", label: "IN [", note: "one of" },
    { text: "EXISTS", label: "EXISTS", note: "has it at all" },
  ];
}
