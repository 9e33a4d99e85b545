import { describe, expect, it } from "vitest";
import { pinnedFirst, placeOf, type Visited, withVisit } from "./places";

const visit = (project: string, run: string | undefined, at: number): Visited => ({
  href: `/${project}`,
  project,
  run,
  at,
});

describe("places", () => {
  it("are kept latest first, each once", () => {
    let places: Visited[] = [];
    for (const [project, run] of [["a/b"], ["a/b", "B-1"], ["a/c"], ["a/b", "B-1"]] as [string, string?][])
      places = withVisit(places, visit(project, run, places.length));
    expect(places.map((p) => [p.project, p.run])).toEqual([
      ["a/b", "B-1"],
      ["a/c", undefined],
      ["a/b", undefined],
    ]);
  });
  it("forget the oldest", () => {
    let places: Visited[] = [];
    for (let i = 0; i < 40; i++) places = withVisit(places, visit(`a/${i}`, undefined, i));
    expect(places).toHaveLength(12);
    expect(places[0]?.project).toBe("a/39");
  });
  it("are read from the address", () => {
    expect(placeOf("/me/digits/runs")).toEqual({ project: "me/digits" });
    expect(placeOf("/me/my%20digits/e/DIG-3/charts")).toEqual({ project: "me/my digits", run: "DIG-3" });
    expect(placeOf("/-/account")).toBeUndefined();
    expect(placeOf("/")).toBeUndefined();
    expect(placeOf("/me/%zz")).toEqual({ project: "me/%zz" });
  });
});

it("pinned items come first, in their own order", () => {
  const items = ["a", "b", "c", "d"].map((id) => ({ id }));
  expect(pinnedFirst(items, ["d", "b"]).map((i) => i.id)).toEqual(["b", "d", "a", "c"]);
});
