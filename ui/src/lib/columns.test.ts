import { describe, expect, it } from "vitest";
import { columnTitle, moved } from "./columns";
import { formatColumns, parseColumns } from "./urlState";

describe("columns", () => {
  it("come back from an address with aggregate, width and pin", () => {
    const columns = [
      { path: "a,b~c/d", aggregate: "min", width: 120, pinned: true },
      { path: "lr" },
    ] as never;
    expect(parseColumns(formatColumns(columns))).toEqual(columns);
  });
  it("are moved to the place of another, into the pinned ones too", () => {
    const columns = [{ path: "name", pinned: true }, { path: "a" }, { path: "b" }, { path: "c" }];
    const order = (list: { path: string }[]) => list.map((c) => c.path).join(" ");
    expect(order(moved(columns, "a~", "c~"))).toBe("name b c a");
    expect(order(moved(columns, "c~", "a~"))).toBe("name c a b");
    const pinned = moved(columns, "c~", "name~");
    expect(order(pinned)).toBe("c name a b");
    expect(pinned[0]).toEqual({ path: "c", pinned: true });
    expect(moved(pinned, "c~", "b~").at(-1)).toEqual({ path: "c" });
  });
  it("are told apart by the end of their path", () => {
    expect(columnTitle({ path: "parameters/lr" })).toEqual({ space: "parameters/", name: "lr" });
    expect(columnTitle({ path: "sys/running_time" })).toEqual({ space: "", name: "Duration" });
    expect(columnTitle({ path: "loss" })).toEqual({ space: "", name: "loss" });
  });
});
