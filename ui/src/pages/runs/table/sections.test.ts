import { describe, expect, it } from "vitest";
import type { RunGroup } from "../../../api/runs";
import { itemAt, layOut } from "./sections";

const group = (filter: string, runs: number): RunGroup => ({ keys: [], filter, runs, values: [] });

describe("the lines of the table", () => {
  it("are the runs, without groups", () => {
    const all = layOut(undefined, [], 100_000);
    expect(itemAt(all, 99_999).run).toBe(99_999);
    expect(itemAt(all, 100_000).section).toBeUndefined();
    expect(itemAt(layOut(undefined, [], 0), 0).section).toBeUndefined();
  });
  it("are groups, and the runs of open ones", () => {
    const sections = layOut([group("a", 3), group("b", 2), group("c", 9)], ["b"]);
    const lines = Array.from({ length: 5 }, (_, i) => itemAt(sections, i));
    expect(lines.map(({ section, run }) => `${section?.filter}${run}`)).toEqual([
      "a-1",
      "b-1",
      "b0",
      "b1",
      "c-1",
    ]);
    expect(itemAt(sections, 5).section).toBeUndefined();
  });
});
