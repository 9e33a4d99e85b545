// Whether a page can be read and used by everybody.
import { readFile } from "node:fs/promises";
import { until } from "./places.mjs";

const axe = await readFile(new URL("../../../ui/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** What keeps people from reading or using the page as it stands: WCAG 2.2, levels A and AA. */
export async function barriers(page) {
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target} ${node.any[0]?.message ?? ""}`));
  });
}

/** In both themes, and nothing hangs over the edge of the window. */
export async function legible(page, title) {
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await until(`${title} is legible, ${colorScheme}`, () => barriers(page), (found) => found.length === 0);
  }
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await until(`${title} fits the window`, over, (pixels) => pixels <= 0);
}
