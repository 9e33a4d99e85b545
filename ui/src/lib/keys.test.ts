import { expect, it } from "vitest";
import { KeyPairs } from "./keys";

const pairs = new Set(["g h", "g g"]);

it("two keys in a row are one of the known pairs, or two keys", () => {
  const keys = new KeyPairs(1000);
  expect(keys.press("g", 0, pairs)).toBe("g");
  expect(keys.press("h", 500, pairs)).toBe("g h");
  expect(keys.press("h", 600, pairs)).toBe("h");
  expect(keys.press("g", 700, pairs)).toBe("g");
  expect(keys.press("x", 800, pairs)).toBe("x");
});

it("a pair that takes too long is two keys, and a third key is not part of it", () => {
  const keys = new KeyPairs(1000);
  keys.press("g", 0, pairs);
  expect(keys.press("h", 1001, pairs)).toBe("h");
  keys.press("g", 2000, pairs);
  expect(keys.press("g", 2001, pairs)).toBe("g g");
  expect(keys.press("h", 2002, pairs)).toBe("h");
});
