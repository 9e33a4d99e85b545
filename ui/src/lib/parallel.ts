import type { Cell } from "../api/types";
import { isNonFiniteWord, rawCell, toNumber } from "./format";

/** An axis of parallel coordinates: numbers by size, words by name. Places go from 0 (bottom) to 1 (top). */
export interface ParallelAxis {
  kind: "number" | "log" | "word";
  /** Undefined where a run has nothing to show here. */
  place: (cell: Cell | null | undefined) => number | undefined;
  /** The value at a place of a numeric axis. */
  value: (place: number) => number;
  ticks: { place: number; value: number | string }[];
}

const mostWords = 24;

/** The axis of a column, or undefined when it tells nothing: one value, or too many words. */
export function axisOf(cells: readonly (Cell | null | undefined)[]): ParallelAxis | undefined {
  const present = cells.filter((cell) => cell !== null && cell !== undefined && !isNonFiniteWord(cell));
  if (present.length === 0 || present.some((cell) => typeof cell === "object")) return undefined;
  return present.every((cell) => typeof cell === "number")
    ? numbers(present as number[])
    : words(present as Cell[]);
}

function numbers(list: number[]): ParallelAxis | undefined {
  const low = Math.min(...list);
  const high = Math.max(...list);
  if (low === high) return undefined;
  // Learning rates and the like: a linear axis would put all but the largest at its foot.
  const isLog = low > 0 && high / low >= 100;
  const on = isLog ? Math.log : (value: number) => value;
  const [from, span] = [on(low), on(high) - on(low)];
  const value = (place: number) => (isLog ? Math.exp(from + place * span) : from + place * span);
  return {
    kind: isLog ? "log" : "number",
    place: (cell) => {
      const number = cell === null || cell === undefined ? Number.NaN : toNumber(cell);
      const place = (on(number) - from) / span;
      return Number.isFinite(place) ? place : undefined;
    },
    value,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((place) => ({ place, value: Number(value(place).toPrecision(3)) })),
  };
}

function words(list: Cell[]): ParallelAxis | undefined {
  const names = [...new Set(list.map(rawCell))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (names.length < 2 || names.length > mostWords) return undefined;
  const place = (i: number) => i / (names.length - 1);
  return {
    kind: "word",
    place: (cell) => {
      const at = cell === null || cell === undefined ? -1 : names.indexOf(rawCell(cell));
      return at < 0 ? undefined : place(at);
    },
    value: () => Number.NaN,
    ticks: names.map((value, i) => ({ place: place(i), value })),
  };
}
