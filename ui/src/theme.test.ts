import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const block = (selector: string) => {
  const body = css.slice(css.indexOf(`${selector} {`) + selector.length + 2);
  return Object.fromEntries(
    [...body.slice(0, body.indexOf("}")).matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]),
  ) as Record<string, string>;
};

const luminance = (colour: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const themes = [
  ["light", block(":root")],
  ["dark", block(':root[data-mantine-color-scheme="dark"]')],
] as const;

// WCAG 2.2 AA: 1.4.3 text, 1.4.11 the edges of controls.
describe.each(themes)("the %s palette", (_, tokens) => {
  const grounds = ["page", "panel", "sunken", "hover", "selected"];
  it.each(["text", "quiet", "accent", "good", "warn", "bad"])("shows %s text on every ground", (ink) => {
    for (const ground of grounds)
      expect(contrast(tokens[ink] ?? "", tokens[ground] ?? ""), ground).toBeGreaterThanOrEqual(4.5);
  });
  it("shows text on the accent, and the edges of controls", () => {
    expect(contrast(tokens["on-accent"] ?? "", tokens["accent-fill"] ?? "")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens["line-strong"] ?? "", tokens.panel ?? "")).toBeGreaterThanOrEqual(3);
  });
});
