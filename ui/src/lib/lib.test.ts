import { describe, expect, it } from "vitest";
import type { Run } from "../api/types";
import { buildTree, bySection, chartSections, matcher } from "./attributes";
import { assignInk } from "./colours";
import { change, diffRows } from "./diff";
import {
  csvLine,
  formatAgo,
  formatBytes,
  formatCell,
  formatDuration,
  formatNumber,
  toNumber,
} from "./format";
import { addTerm, removeTerm, splitTerms, term } from "./queryText";
import { ema, nearestIndex } from "./smoothing";
import {
  comparedRuns,
  formatColumns,
  formatSort,
  parseColumns,
  parseSearch,
  parseSort,
  safeNext,
  stringifySearch,
} from "./urlState";

describe("format", () => {
  it("keeps six significant digits and says what is not finite", () => {
    expect(formatNumber(0.123456789)).toBe("0.123457");
    expect(formatNumber(-0.5)).toBe("−0.5");
    expect(formatNumber(1234567)).toBe("1\u202f234\u202f567");
    expect(formatNumber(0.0000012)).toBe("1.2e−6");
    expect(formatNumber(toNumber("NaN"))).toBe("NaN");
    expect(formatNumber(toNumber("-Infinity"))).toBe("−∞");
  });
  it("writes sizes, durations and ages", () => {
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(1_536_000)).toBe("1.5 MB");
    expect(formatDuration(0.25)).toBe("250 ms");
    expect(formatDuration(3725)).toBe("1 h 2 m");
    expect(formatAgo(1000, 1000 + 3 * 3600_000)).toBe("3 h ago");
  });
  it("writes cells by what they hold", () => {
    expect(formatCell("sys/tags", ["a", "ב"])).toBe("a, ב");
    expect(formatCell("sys/running_time", 90)).toBe("1 m 30 s");
    expect(formatCell("x", "NaN", "float")).toBe("NaN");
    expect(formatCell("x", null)).toBe("");
  });
  it("quotes CSV", () => {
    expect(csvLine(["a", 'b "c"', "d,e"])).toBe('a,"b ""c""","d,e"');
  });
});

describe("colours", () => {
  it("gives a run the same colour beside any other", () => {
    const alone = assignInk(["SAN-7"]).get("SAN-7");
    expect(assignInk(["SAN-3", "SAN-7", "SAN-9"]).get("SAN-7")).toEqual(alone);
    expect(assignInk(["SAN-7", "SAN-23"]).get("SAN-23")).toEqual({ ...alone, dash: 1 });
  });
  it("never repeats a colour and dash within 64 runs of a row", () => {
    const runs = Array.from({ length: 64 }, (_, i) => `SAN-${i + 5}`);
    const seen = new Set([...assignInk(runs).values()].map((ink) => `${ink.colour}/${ink.dash}`));
    expect(seen.size).toBe(64);
  });
});

describe("query text", () => {
  it("adds and removes terms", () => {
    const tagged = addTerm("dropout", term("sys/tags", "xception"));
    expect(tagged).toBe('dropout AND sys/tags CONTAINS "xception"');
    expect(addTerm(tagged, term("sys/tags", "xception"))).toBe(tagged);
    expect(removeTerm(tagged, 0)).toBe('sys/tags CONTAINS "xception"');
  });
  it("keeps an OR together", () => {
    expect(addTerm("a = 1 OR b = 2", "c = 3")).toBe("(a = 1 OR b = 2) AND c = 3");
    expect(splitTerms('(a = 1 or b = 2) and name = "x AND y"')).toEqual([
      "(a = 1 or b = 2)",
      'name = "x AND y"',
    ]);
  });
  it("quotes names that are not plain", () => {
    expect(term("my metric", 3)).toBe("`my metric` = 3");
    expect(term("אימון/loss", 'a"b')).toBe('אימון/loss = "a\\"b"');
  });
});

describe("address", () => {
  it("restores columns and sorting", () => {
    const columns = [
      { path: "val/loss", aggregate: "min" as const, width: 120 },
      { path: "a,b~c" },
      { path: "אימון/loss" },
    ];
    expect(parseColumns(formatColumns(columns))).toEqual(columns);
    const sort = [{ path: "val/loss", aggregate: "min" as const, direction: "descending" as const }];
    expect(parseSort(formatSort(sort))).toEqual(sort);
  });
  it("round-trips any text", () => {
    const search = { q: "a = 1 AND `b c` > 2 & more + ~", sel: "SAN-1,SAN-2" };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });
  it("does not follow addresses of other sites", () => {
    expect(safeNext("//evil.example")).toBe("/");
    expect(safeNext("/a/b?c=1")).toBe("/a/b?c=1");
  });
});

describe("links of old clients", () => {
  it("compare the runs they name", () => {
    expect(comparedRuns({ shortId: '["SAN-1","SAN-2"]' })).toEqual(["SAN-1", "SAN-2"]);
    expect(comparedRuns({})).toEqual([]);
  });
});

describe("series", () => {
  it("smooths, keeps NaN, and does not depend on the buckets", () => {
    expect(ema([1, 1, 1], [1, 1, 1], 0.9)).toEqual([1, 1, 1].map((v) => expect.closeTo(v)));
    expect(ema([1, Number.NaN, 3], [1, 1, 1], 0.5)[1]).toBeNaN();
    expect(ema([0, 1], [1, 50], 0.9)[1]).toBeGreaterThan(0.98);
  });
  it("finds the nearest point", () => {
    expect(nearestIndex([], 1)).toBe(-1);
    expect(nearestIndex([0, 10, 20], 14)).toBe(1);
    expect(nearestIndex([0, 10, 20], 16)).toBe(2);
  });
});

describe("attributes", () => {
  const run = (lr: number, extra: Run["attributes"] = []) =>
    ({
      attributes: [
        { path: "parameters/lr", kind: "float", value: lr },
        { path: "sys/id", kind: "string", value: `R-${lr}` },
        ...extra,
      ],
    }) as unknown as Run;
  it("finds what differs and leaves out what always does", () => {
    const rows = diffRows([run(0.1), run(0.2, [{ path: "parameters/new", kind: "int", value: 1 }])]);
    expect(rows.filter((r) => r.differs).map((r) => r.path)).toEqual(["parameters/lr", "parameters/new"]);
    expect(diffRows([run(0.1), run(0.1)]).some((r) => r.differs)).toBe(false);
  });
  it("says the change in per cent", () => {
    expect(change(1.1, 1)).toBe("▲ 10.0 %");
    expect(change(1, 0)).toBe("");
  });
  it("builds the tree and the sections", () => {
    const tree = buildTree([
      { path: "b/c/d", kind: "int" },
      { path: "b/a", kind: "int" },
      { path: "z", kind: "int" },
    ]);
    expect(tree.map((n) => [n.name, n.count])).toEqual([
      ["b", 2],
      ["z", 1],
    ]);
    expect(bySection(["b/x", "a", "b/y"])).toEqual([
      ["", ["a"]],
      ["b", ["b/x", "b/y"]],
    ]);
  });
  it("puts small sections of charts into the one around them", () => {
    const paths = ["logs/val/loss", "logs/val/acc", "logs/val/f1", "logs/train/loss", "logs/lr", "gpu/0/x"];
    expect(chartSections(paths)).toEqual([
      ["gpu", ["gpu/0/x"]],
      ["logs", ["logs/lr", "logs/train/loss"]],
      ["logs/val", ["logs/val/acc", "logs/val/f1", "logs/val/loss"]],
    ]);
    expect(chartSections(["loss", "acc"])).toEqual([["", ["acc", "loss"]]]);
  });
  it("names many sections of charts so many levels up that there are few", () => {
    const paths = Array.from(
      { length: 90 },
      (_, i) => `layers/${i % 10}/${i % 30 < 10 ? "mlp" : "attn"}/m${i}`,
    );
    const names = (most: number) =>
      chartSections(paths, 1, most).map(([name, charts]) => [name, charts.length]);
    expect(names(20)).toHaveLength(20);
    expect(names(19)).toEqual(Array.from({ length: 10 }, (_, i) => [`layers/${i}`, 9]));
    expect(names(9)).toEqual([["layers", 90]]);
    expect(names(1)).toEqual([["layers", 90]]);
  });
  it("searches by pattern when there is one", () => {
    expect(matcher("val.*loss")("val/epoch_loss")).toBe(true);
    expect(matcher("loss(")("a loss(x)")).toBe(true);
    expect(matcher("LOSS")("a/loss")).toBe(true);
  });
});
