import { expect, test } from "vitest";
import { isNumeric, parseTable, sortRows } from "./csv";
import { formOf } from "./fileForm";

test("quotes, line ends and separators of tables", () => {
  expect(parseTable('a,b\r\n"x, ""y""\nz",2\n')).toEqual([
    ["a", "b"],
    ['x, "y"\nz', "2"],
  ]);
  expect(parseTable("\ufeffa\tb\n1\t")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
  expect(parseTable("")).toEqual([]);
  expect(parseTable("a;b\n\n1,5;2")).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
});

test("numbers sort as numbers, empty cells stay last", () => {
  const rows = [["10"], [""], ["9"], ["NaN"]];

  expect(isNumeric(rows, 0)).toBe(true);
  expect(sortRows(rows, 0, false)).toEqual([["9"], ["10"], ["NaN"], [""]]);
  expect(sortRows(rows, 0, true)).toEqual([["10"], ["9"], ["NaN"], [""]]);
  expect(sortRows([["b"], ["a"]], 0, false)).toEqual([["a"], ["b"]]);
});

test("the ending tells the form, else the type", () => {
  expect(formOf("a/b.ipynb", "application/octet-stream")).toBe("notebook");
  expect(formOf("x", "text/csv; charset=utf-8")).toBe("table");
  expect(formOf("x", "text/html")).toBe("html");
  expect(formOf("weights.npy", "application/octet-stream")).toBe("other");
  expect(formOf("Dockerfile", undefined)).toBe("text");
});
