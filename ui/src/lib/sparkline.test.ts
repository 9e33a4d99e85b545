import { expect, it } from "vitest";
import { sparkPath, tellingSeries } from "./sparkline";

it("draws from corner to corner, upwards for more", () => {
  expect(sparkPath([0, 1, 2], [0, 5, 10], 100, 20)).toBe("M0.0 20.0L50.0 10.0L100.0 0.0");
});

it("breaks where a value is not finite, and shows a point alone", () => {
  expect(sparkPath([0, 1, 2, 3], [0, Number.NaN, 10, 10], 30, 10)).toBe("M0.0 10.0h0M20.0 0.0L30.0 0.0");
  expect(sparkPath([5], [7], 30, 10)).toBe("M15.0 5.0h0");
  expect(sparkPath([0, 1], [Number.NaN, Number.POSITIVE_INFINITY], 30, 10)).toBe("");
});

it("chooses the series that tells most", () => {
  const names = (...paths: string[]) => paths.map((path) => ({ path, kind: "floatSeries" }));
  expect(tellingSeries(names("logs/lr", "logs/loss", "logs/val/loss"))).toBe("logs/val/loss");
  expect(tellingSeries(names("logs/lr", "logs/accuracy"))).toBe("logs/accuracy");
  expect(tellingSeries(names("monitoring/cpu", "logs/lr"))).toBe("logs/lr");
  expect(
    tellingSeries([{ path: "parameters/loss", kind: "float" }, ...names("monitoring/cpu")]),
  ).toBeUndefined();
});
