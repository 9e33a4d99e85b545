import { describe, expect, it } from "vitest";
import type { Point } from "../../../api/types";
import { pictureAt, stepsOf } from "./pictures";

const at = (step: number, name = "") => ({ step, at: 0, name }) as Point;

describe("images of several runs", () => {
  it("are moved through all steps that any has", () => {
    expect(stepsOf([[at(0), at(10)], [at(5), at(10)], []])).toEqual([0, 5, 10]);
  });
  it("show the latest before a step that they lack", () => {
    const points = [at(0), at(10, "a"), at(10, "b")];
    expect(pictureAt(points, 7)?.step).toBe(0);
    expect(pictureAt(points, 12)?.name).toBe("b");
    expect(pictureAt([at(3)], 2)).toBeUndefined();
  });
});
