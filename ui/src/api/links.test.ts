import { expect, it } from "vitest";
import { targetWithin } from "./links";

it("a short link leads to a page of its own project, and nowhere else", () => {
  expect(targetWithin("me/digits", "/me/digits/runs?q=a")).toBe("/me/digits/runs?q=a");
  expect(targetWithin("me/my digits", "/me/my%20digits/e/D-1/charts")).toBe("/me/my%20digits/e/D-1/charts");
  for (const other of [
    "https://evil.example/",
    "//evil.example",
    "/you/secret/runs",
    "/me/digits2/runs",
    7,
    undefined,
  ])
    expect(targetWithin("me/digits", other)).toBe("/me/digits/runs");
});
