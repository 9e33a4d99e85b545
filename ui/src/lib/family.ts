import type { FamilyMember } from "../api/types";
import { quoteValue } from "./queryText";

/** A line of the tree: where its dot and the lines beside it are. */
export interface FamilyRow {
  member: FamilyMember;
  /** Column of the dot. A run that is its parent's only fork goes on below it; several forks stand one column further. */
  depth: number;
  /** Per column before the dot: whether a line goes on downwards there. */
  rails: boolean[];
  /** How it hangs on its parent: straight below it, beside it, or on none. */
  joint: "below" | "beside" | "none";
  isOpen: boolean;
  children: number;
  /** All runs below it. */
  descendants: number;
}

// So many ids still make an address that can be sent to somebody.
const mostInAddress = 300;

/** The condition that finds a family in the table of runs; none for one that is too large for an address. */
export function familyFilter(members: readonly FamilyMember[]): string | undefined {
  const ids = members.flatMap(({ run, trashed }) => (run && !trashed ? [run] : []));
  return ids.length <= mostInAddress ? `sys/id IN [${ids.map(quoteValue).join(", ")}]` : undefined;
}

interface Node {
  member: FamilyMember;
  children: Node[];
  descendants: number;
}

/** More than this is not shown at once unless somebody asks: only the way from the root, what branches off it, and the run's own forks. */
export const smallFamily = 40;

/** Which runs show their forks when nobody has chosen: all of a small family; else the run and its ancestors. */
export function initiallyOpen(members: readonly FamilyMember[], current: string): (id: string) => boolean {
  if (members.length <= smallFamily) return () => true;
  const byId = new Map(members.map((member) => [member.id, member]));
  const way = new Set<string>();
  for (let id: string | null | undefined = current; id && !way.has(id); id = byId.get(id)?.parent)
    way.add(id);
  return (id) => way.has(id);
}

/** The tree as lines, parents above their forks, without what lies below closed ones. Members come in order of creation. */
export function familyRows(members: readonly FamilyMember[], isOpen: (id: string) => boolean): FamilyRow[] {
  const nodes = new Map<string, Node>();
  for (const member of members) nodes.set(member.id, { member, children: [], descendants: 0 });
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.member.parent ? nodes.get(node.member.parent) : undefined;
    (parent?.children ?? roots).push(node);
  }
  // A run is made after its parent.
  for (const node of [...nodes.values()].reverse()) {
    const parent = node.member.parent ? nodes.get(node.member.parent) : undefined;
    if (parent) parent.descendants += node.descendants + 1;
  }
  const rows: FamilyRow[] = [];
  // Not by recursion: a run that was continued a thousand times is a thousand deep.
  const waiting = roots
    .map((node) => ({ node, depth: 0, rails: [] as boolean[], joint: "none" as FamilyRow["joint"] }))
    .reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth, rails, joint } = next;
    const { member, children, descendants } = node;
    const open = children.length > 0 && isOpen(member.id);
    rows.push({ member, depth, rails, joint, isOpen: open, children: children.length, descendants });
    if (!open) continue;
    const [only] = children;
    if (only && children.length === 1) waiting.push({ node: only, depth, rails, joint: "below" });
    else
      for (let i = children.length - 1; i >= 0; i--) {
        const child = children[i] as Node;
        const goesOn = i < children.length - 1;
        waiting.push({ node: child, depth: depth + 1, rails: [...rails, goesOn], joint: "beside" });
      }
  }
  return rows;
}
