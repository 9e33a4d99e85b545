import { describe, expect, it } from "vitest";
import type { Buckets } from "../api/types";
import { alignedData, averagesOf, columnsOf, previewed, tipRows } from "./chartData";

const buckets = (x: number[], values: number[], previews?: Buckets["previews"]): Buckets => ({
  exact: true,
  points: x.length,
  x,
  last: values,
  min: values,
  max: values,
  mean: values,
  count: x.map(() => 1),
  nonFinite: x.map(() => 0),
  previews,
});
const drawn = (columns: ReturnType<typeof columnsOf>[], smoothing = 0) =>
  alignedData(columns, false, averagesOf(columns, smoothing)).map((list) => Array.from(list));

describe("previews on a chart", () => {
  const plain = columnsOf(buckets([1, 2], [10, 20]));
  const ahead = columnsOf(
    buckets(
      [1, 2],
      [5, 6],
      [
        { x: 4, value: 8, completion: 0.25 },
        { x: 3, value: 7, completion: 0.6 },
      ],
    ),
  );

  it("go on from the last point, after the lines of all series", () => {
    expect(previewed([plain, ahead])).toEqual([1]);
    const data = drawn([plain, ahead]);
    expect(data[0]).toEqual([1, 2, 3, 4]);
    expect(data).toHaveLength(1 + 2 * 3 + 1);
    expect(data[6]).toEqual([5, 6, undefined, undefined]);
    expect(data[7]).toEqual([undefined, 6, 7, 8]);
  });
  it("are no part of the average, and stand alone before the first point", () => {
    expect(drawn([ahead], 0.5)[4]?.slice(2)).toEqual([undefined, undefined]);
    const alone = columnsOf(buckets([], [], [{ x: 1, value: "NaN", completion: 1 }]));
    expect(drawn([alone]).at(-1)).toEqual([null]);
    expect(tipRows([series("a", alone)], [alone], [undefined], 1, 0)[0]?.value).toBeNaN();
  });
  it("say in the tooltip what they are, where they are nearer than the points", () => {
    const rows = (x: number) => tipRows([series("a", ahead)], [ahead], [undefined], x, 0.1);
    expect(rows(3)).toMatchObject([{ value: 7, detail: "preview, 60 % complete" }]);
    expect(rows(4)).toMatchObject([{ value: 8, detail: "preview, 25 % complete" }]);
    expect(rows(2)).toMatchObject([{ value: 6, detail: "" }]);
    expect(rows(5)).toEqual([]);
  });

  function series(label: string, _: unknown) {
    return { label, colour: "#123456", run: label, buckets: buckets([], []) };
  }
});
