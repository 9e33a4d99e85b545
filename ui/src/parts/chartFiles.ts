import type { Axis } from "../api/types";
import { csvLine } from "../lib/format";
import { fileName, saveBlob } from "../lib/save";
import type { ChartSeries } from "./chartData";

/** What is drawn, on the ground of the page: a bare canvas would be see-through. */
export function savePicture(place: HTMLElement | null, title: string): void {
  const canvas = place?.querySelector("canvas");
  if (!place || !canvas) return;
  const picture = document.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height;
  const context = picture.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(place).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  picture.toBlob((blob) => blob && saveBlob(blob, `${fileName(title)}.png`));
}

/** One line a bucket, numbers as machines read them. */
export function saveCsv(series: readonly ChartSeries[], axis: Axis, title: string): void {
  const hasPreviews = series.some(({ buckets }) => buckets.previews?.length);
  const head = ["series", axis, "last", "min", "max", "mean", "count", "nonFinite"];
  const lines = [csvLine(hasPreviews ? [...head, "previewCompletion"] : head)];
  for (const { label, buckets: b } of series) {
    b.x.forEach((x, i) => {
      const cells = [x, b.last[i], b.min[i], b.max[i], b.mean[i], b.count[i], b.nonFinite[i]];
      if (hasPreviews) cells.push(undefined);
      lines.push(csvLine([label, ...cells.map((cell) => String(cell ?? ""))]));
    });
    for (const { x, value, completion } of b.previews ?? [])
      lines.push(csvLine([label, ...[x, value, "", "", "", "", "", completion].map(String)]));
  }
  saveBlob(new Blob([`${lines.join("\n")}\n`], { type: "text/csv" }), `${fileName(title)}.csv`);
}
