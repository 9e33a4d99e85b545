/**
 * Exponential moving average with bias correction. `weight` in [0, 1); 0 changes nothing. Each bucket counts
 * as many points as it holds, so the curve does not depend on how coarsely the series was read.
 * Non-finite values are left out of the average and stay as they are.
 */
export function ema(values: readonly number[], counts: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let sum = 0;
  let total = 0;
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return value;
    const decay = weight ** Math.max(1, counts[i] ?? 1);
    sum = sum * decay + value * (1 - decay);
    total = total * decay + (1 - decay);
    return sum / total;
  });
}

/** The index of the value nearest to x in an ascending array, or -1 when it is empty. */
export function nearestIndex(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const after = xs[low] ?? 0;
  const before = xs[low - 1];
  return before !== undefined && Math.abs(before - x) <= Math.abs(after - x) ? low - 1 : low;
}
