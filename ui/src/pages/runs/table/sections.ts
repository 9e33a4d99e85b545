import type { RunGroup } from "../../../api/runs";

/** A stretch of the table: a group with its runs below when it is open; all runs when there are no groups. */
export interface Section {
  start: number;
  group?: RunGroup;
  /** Finds its runs among all that are shown. */
  filter: string;
  runs: number;
  isOpen: boolean;
}

export function layOut(groups: RunGroup[] | undefined, open: readonly string[], total = 0): Section[] {
  if (!groups) return total ? [{ start: 0, filter: "", runs: total, isOpen: true }] : [];
  let start = 0;
  return groups.map((group) => {
    const isOpen = open.includes(group.filter);
    const section = { start, group, filter: group.filter, runs: group.runs, isOpen };
    start += 1 + (isOpen ? group.runs : 0);
    return section;
  });
}

/** What stands at a line of the table; `run` is -1 for the line of the group itself. */
export function itemAt(sections: readonly Section[], index: number): { section?: Section; run: number } {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const section = sections[low];
  if (!section || index < section.start) return { run: -1 };
  const run = index - section.start - (section.group ? 1 : 0);
  return run < (section.isOpen ? section.runs : 0) ? { section, run } : { run: -1 };
}
