import { expect, test } from "vitest";
import { densities, rangeOf, readHistograms } from "./histogram";

test("histograms that can be drawn are kept, with their range", () => {
  const kept = readHistograms([
    { step: 1, at: 0, edges: [0, 1, "Infinity"], counts: [2, 1] },
    { step: 2, at: 0, edges: [0, 1], counts: [2, 1] },
    { step: 3, at: 0 },
    { step: 4, at: 0, edges: [-3, 1], counts: [5] },
  ] as never);

  expect(kept.map((one) => one.step)).toEqual([1, 4]);
  expect(rangeOf(kept)).toEqual([-3, 1]);
  expect(rangeOf([])).toEqual([0, 1]);
});

test("bins are as dense as their count by their width", () => {
  expect(densities({ step: 0, edges: [0, 1, 3], counts: [2, 2] })).toEqual([1, 0.5]);
  expect(densities({ step: 0, edges: [0, 1], counts: [0] })).toEqual([0]);
});
