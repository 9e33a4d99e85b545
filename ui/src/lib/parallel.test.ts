import { describe, expect, it } from "vitest";
import { axisOf } from "./parallel";

describe("axes of parallel coordinates", () => {
  it("spread numbers by size, and wide ranges by magnitude", () => {
    expect(axisOf([0, 5, 10, null])?.place(5)).toBe(0.5);
    const rate = axisOf([0.0001, 0.01, 1]);
    expect(rate?.kind).toBe("log");
    expect(rate?.place(0.01)).toBeCloseTo(0.5);
    expect(rate?.value(0.5)).toBeCloseTo(0.01);
  });
  it("spread words by name", () => {
    const axis = axisOf(["sgd", "adam", true as never, "lion"]);
    expect(axis?.kind).toBe("word");
    expect(axisOf(["sgd", "adam"])?.place("sgd")).toBe(1);
    expect(axisOf(["sgd", "adam"])?.place("other")).toBeUndefined();
  });
  it("are left out where they tell nothing", () => {
    expect(axisOf([3, 3])).toBeUndefined();
    expect(axisOf([null, undefined])).toBeUndefined();
    expect(axisOf([["a"], ["b"]])).toBeUndefined();
    expect(axisOf(Array.from({ length: 40 }, (_, i) => `run ${i}`))).toBeUndefined();
    expect(axisOf([1, "NaN", 2])?.place("NaN")).toBeUndefined();
  });
});
