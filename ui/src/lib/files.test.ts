import { expect, test } from "vitest";
import { isNumeric, parseTable, sortRows } from "./csv";
import { fileTitle, formOf, isText } from "./fileForm";

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

test("a made-up name gives way to the attribute's, with its ending", () => {
  const name = "7baa36e0-e3fa-49a2-a8d8-4b2eaa6b5bc4";
  expect(fileTitle(`${name}.png`, "samples/image")).toBe("image.png");
  expect(fileTitle(`${name}.csv`, "data/table.csv")).toBe("table.csv");
  expect(fileTitle(`${name}.bin`, "notes/readme")).toBe("readme");
  expect(fileTitle(name, "config/yaml")).toBe("yaml");
  expect(fileTitle("cat.png", "samples/image")).toBe("cat.png");
  expect(fileTitle(null, "samples/image")).toBe("image");
});

test("bytes that are a text are told from others", () => {
  expect(isText("line one\n\tline two שלום \u001b[31mred")).toBe(true);
  expect(isText("PK\u0003\u0004")).toBe(false);
  expect(isText("half \ufffd")).toBe(false);
});
