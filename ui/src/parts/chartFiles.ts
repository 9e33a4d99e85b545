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
  const lines = [csvLine(["series", axis, "last", "min", "max", "mean", "count", "nonFinite"])];
  for (const { label, buckets: b } of series)
    b.x.forEach((x, i) => {
      const cells = [x, b.last[i], b.min[i], b.max[i], b.mean[i], b.count[i], b.nonFinite[i]];
      lines.push(csvLine([label, ...cells.map((cell) => String(cell ?? ""))]));
    });
  saveBlob(new Blob([`${lines.join("\n")}\n`], { type: "text/csv" }), `${fileName(title)}.csv`);
}
