import { expect, it } from "vitest";
import { matches } from "./commands";

it("a command is found by any of its words, in any order", () => {
  const theme = { label: "Dark theme", note: "Appearance", words: "night colour" };
  for (const text of ["", "dark", "theme dark", "NIGHT", "appear th"])
    expect(matches(theme, text)).toBe(true);
  expect(matches(theme, "dark mode")).toBe(false);
});
