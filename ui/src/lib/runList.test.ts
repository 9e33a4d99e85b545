import { describe, expect, it } from "vitest";
import { formatRuns, parseRuns } from "./runList";

describe("lists of runs in an address", () => {
  it("are short, and come back in their order", () => {
    const runs = ["SAN-9", "SAN-1", "SAN-2", "SAN-3", "MOD-1", "a5b0"];
    expect(formatRuns(runs)).toBe("SAN-9,1~3,MOD-1,a5b0");
    expect(parseRuns(formatRuns(runs))).toEqual(runs);
  });
  it("may be written out, as clients do", () => {
    expect(parseRuns("SAN-1,SAN-2")).toEqual(["SAN-1", "SAN-2"]);
    expect(parseRuns(undefined)).toEqual([]);
    expect(formatRuns([])).toBeUndefined();
  });
  it("holds a thousand neighbours in a few characters", () => {
    const runs = Array.from({ length: 1000 }, (_, i) => `SAN-${i + 1}`);
    expect(formatRuns(runs)).toBe("SAN-1~1000");
    expect(parseRuns("SAN-1~99999").length).toBe(2000);
  });
});
