import { describe, expect, it } from "vitest";
import type { FamilyMember } from "../api/types";
import { familyFilter, familyRows, initiallyOpen } from "./family";

const run = (id: string, parent?: string): FamilyMember => ({
  id,
  run: id,
  parent,
  head: false,
  failed: false,
  trashed: false,
});
const drawn = (members: FamilyMember[], isOpen: (id: string) => boolean = () => true) =>
  familyRows(members, isOpen).map(
    ({ member, depth, rails, joint, isOpen: open, descendants }) =>
      `${member.id} ${depth} ${rails.map((on) => (on ? "|" : ".")).join("")} ${joint}${open ? "" : ` -${descendants}`}`,
  );

describe("a family of runs", () => {
  it("stands below its parent when it is the only fork, beside it when there are several", () => {
    const members = [run("a"), run("b", "a"), run("c", "b"), run("d", "b"), run("e", "c"), run("f", "b")];
    expect(drawn(members)).toEqual([
      "a 0  none",
      "b 0  below",
      "c 1 | beside",
      "e 1 | below -0",
      "d 1 | beside -0",
      "f 1 . beside -0",
    ]);
  });
  it("hides what lies below closed runs and counts it", () => {
    const members = [run("a"), run("b", "a"), run("c", "a"), run("d", "b"), run("e", "d")];
    expect(drawn(members, (id) => id === "a")).toEqual(["a 0  none", "b 1 | beside -2", "c 1 . beside -0"]);
  });
  it("begins anew at a run whose parent is not among them", () => {
    expect(drawn([run("b", "gone"), run("c", "b")])).toEqual(["b 0  none", "c 0  below -0"]);
  });
  it("is found in the table by its ids, unless these are too many for an address", () => {
    const gone = { ...run("x"), run: undefined };
    expect(familyFilter([gone, run("A-1"), { ...run("A-2", "A-1"), trashed: true }, run("A-3", "A-1")])).toBe(
      'sys/id IN ["A-1", "A-3"]',
    );
    expect(familyFilter(Array.from({ length: 301 }, (_, i) => run(`A-${i}`)))).toBeUndefined();
  });
  it("opens a small family whole, of a large one the way to the run", () => {
    expect(initiallyOpen([run("a"), run("b", "a")], "b")("a")).toBe(true);
    const many = [run("a"), ...Array.from({ length: 1000 }, (_, i) => run(`m${i}`, i ? `m${i - 1}` : "a"))];
    const open = initiallyOpen(many, "m2");
    expect([open("a"), open("m1"), open("m2"), open("m3")]).toEqual([true, true, true, false]);
    expect(familyRows(many, open)).toHaveLength(5);
    expect(familyRows(many, () => true)).toHaveLength(1001);
  });
});
