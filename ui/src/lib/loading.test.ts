import { expect, it } from "vitest";
import { isLoadFailure, mayReload } from "./loading";

it("knows a failed import in the words of each browser", () => {
  for (const text of [
    "Failed to fetch dynamically imported module: http://x/assets/RunPage-1.js",
    "error loading dynamically imported module: http://x/assets/RunPage-1.js",
    "Importing a module script failed.",
    "Unable to preload CSS for /assets/RunPage.css",
  ])
    expect(isLoadFailure(new TypeError(text))).toBe(true);
  expect(isLoadFailure(new TypeError("x is not a function"))).toBe(false);
});

it("reloads once, and again only after a while", () => {
  expect(mayReload(1_000, undefined)).toBe(true);
  expect(mayReload(5_000, 1_000)).toBe(false);
  expect(mayReload(60_000, 1_000)).toBe(true);
});
