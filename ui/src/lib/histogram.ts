import type { Point } from "../api/types";
import { toNumber } from "./format";

/** A histogram at one step; `edges` has one more than `counts`. */
export interface Histogram {
  step: number;
  edges: number[];
  counts: number[];
}

/** The points of a histogram series that can be drawn: with edges that ascend and a count between each two. */
export const readHistograms = (points: readonly Point[]): Histogram[] =>
  points
    .map((point) => ({
      step: point.step,
      edges: (point.edges ?? []).map(toNumber),
      counts: (point.counts ?? []).map(toNumber),
    }))
    .filter(({ edges, counts }) => counts.length > 0 && edges.length === counts.length + 1);

/** From the lowest to the highest finite edge of all. */
export function rangeOf(histograms: readonly Histogram[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { edges } of histograms)
    for (const edge of edges)
      if (Number.isFinite(edge)) {
        low = Math.min(low, edge);
        high = Math.max(high, edge);
      }
  return low < high ? [low, high] : low === high ? [low - 0.5, high + 0.5] : [0, 1];
}

/** How dense each bin is (count by width), from 0 to 1 of the densest: bins may be of different widths. */
export function densities({ edges, counts }: Histogram): number[] {
  const dense = counts.map((count, i) => {
    const width = (edges[i + 1] ?? 0) - (edges[i] ?? 0);
    return width > 0 && Number.isFinite(width) && count > 0 ? count / width : 0;
  });
  const most = Math.max(...dense);
  return most > 0 ? dense.map((one) => one / most) : dense;
}
