import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isAway, onReturn, tellReach } from "./reach";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  tellReach(true);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks again, ever more seldom, until the server answers, and tells that once", async () => {
  const answers = [false, false, true];
  const asked = vi.fn(async () => {
    if (!answers.shift()) throw new TypeError("refused");
    return new Response("{}");
  });
  vi.stubGlobal("fetch", asked);
  const returned = vi.fn();
  const stop = onReturn(returned);
  tellReach(false);
  tellReach(false);

  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(returned).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(3);
  expect(returned).toHaveBeenCalledTimes(1);
  stop();
});

it("a proxy's answer means away, the server's own refusal does not", () => {
  expect(isAway(502, false)).toBe(true);
  expect(isAway(503, true)).toBe(false);
  expect(isAway(500, false)).toBe(false);
});
