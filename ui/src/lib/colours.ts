/** Sixteen hues, neighbours far apart; one set per theme so that each keeps contrast with its background. */
export const palettes = {
  light: [
    "#1668a8",
    "#d1590a",
    "#2a8a43",
    "#b5279b",
    "#8a6d00",
    "#0b8a93",
    "#c22f3d",
    "#6a4bc4",
    "#5b7f14",
    "#a3425f",
    "#2b52d6",
    "#96591f",
    "#00805f",
    "#8c3fb0",
    "#4f6478",
    "#cf3f7c",
  ],
  dark: [
    "#5ab0f2",
    "#ff9350",
    "#5fcf7a",
    "#ee79d6",
    "#e0bd3c",
    "#43cdd6",
    "#ff7a80",
    "#a892ff",
    "#a9d153",
    "#e892a8",
    "#86a0ff",
    "#d8a06a",
    "#3fd0a4",
    "#cf92ee",
    "#a8b9c9",
    "#ff86b4",
  ],
} as const;

/** Runs that share a colour (more than sixteen on screen) still differ by dash. */
export const dashes: number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export interface Ink {
  colour: number;
  dash: number;
}

function preferred(run: string): number {
  const number = /(\d+)$/.exec(run)?.[1];
  if (number) return Number(number) % 16;
  let hash = 0;
  for (const c of run) hash = (hash * 31 + (c.codePointAt(0) ?? 0)) >>> 0;
  return hash % 16;
}

const byNumber = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

/**
 * A run's colour follows from its id, so it is the same for every person, on every page, and beside any other runs. Of
 * runs on screen that share one, the later ones get a dash.
 */
export function assignInk(runs: readonly string[]): Map<string, Ink> {
  const result = new Map<string, Ink>();
  const holders = new Map<number, number>();
  for (const run of [...new Set(runs)].sort(byNumber)) {
    const colour = preferred(run);
    const earlier = holders.get(colour) ?? 0;
    holders.set(colour, earlier + 1);
    result.set(run, { colour, dash: earlier % dashes.length });
  }
  return result;
}

/** The colour of a run by itself. */
export const runColour = (run: string, dark: boolean): string =>
  palettes[dark ? "dark" : "light"][preferred(run)] ?? "#888888";

export const inkColour = (ink: Ink | undefined, dark: boolean): string =>
  palettes[dark ? "dark" : "light"][ink?.colour ?? 14] ?? "#888888";
