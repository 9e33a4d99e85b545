import type { Point } from "../../../api/types";

/** Every step at which any series has an image, ascending. */
export const stepsOf = (series: readonly (readonly Point[])[]): number[] =>
  [...new Set(series.flat().map((point) => point.step))].sort((a, b) => a - b);

/** The image of a step, else the latest before it; none before the first. Of several at one step the last one counts. */
export function pictureAt(points: readonly Point[], step: number): Point | undefined {
  return points.findLast((point) => point.step <= step);
}
