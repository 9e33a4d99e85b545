import { describe, expect, it } from "vitest";
import { accepted, spotAt } from "./completion";

const at = (text: string) => spotAt(text, text.length);

describe("completion", () => {
  it("knows what is wanted", () => {
    expect(at("")).toMatchObject({ wants: "condition", word: "" });
    expect(at("par")).toMatchObject({ wants: "condition", word: "par", start: 0 });
    expect(at("lr ")).toMatchObject({ wants: "operator", of: "lr" });
    expect(at("lr > ")).toMatchObject({ wants: "value", of: "lr", word: "" });
    expect(at("parameters/lr > 0.1 ")).toMatchObject({ wants: "connective" });
    expect(at("lr > 0.1 AND st")).toMatchObject({ wants: "condition", word: "st", start: 13 });
    expect(at("NOT (opt")).toMatchObject({ wants: "condition", word: "opt" });
  });
  it("completes values in quotes, lists and short forms", () => {
    expect(at('optimizer = "ad')).toMatchObject({ wants: "value", of: "optimizer", word: "ad", start: 12 });
    expect(at("optimizer IN [adam, s")).toMatchObject({ wants: "value", of: "optimizer", word: "s" });
    expect(at("tags CONTAINS ")).toMatchObject({ wants: "value", of: "tags" });
    expect(at("tag:xc")).toMatchObject({ wants: "value", of: "tag", word: "xc", start: 4 });
    expect(at("a = 1 AND state:")).toMatchObject({ wants: "value", of: "state", word: "", start: 16 });
  });
  it("knows names in back-quotes, and figures of series", () => {
    expect(at("`my met")).toMatchObject({ wants: "condition", word: "my met", start: 0 });
    expect(at("`my metric` ")).toMatchObject({ wants: "operator", of: "my metric" });
    expect(at("min(val/l")).toMatchObject({ wants: "condition", word: "val/l" });
    expect(at("min(val/loss) ")).toMatchObject({ wants: "operator" });
  });
  it("puts what is accepted in the place of the half word", () => {
    const spot = at("lr > 0.1 AND st");
    expect(accepted("lr > 0.1 AND st", 15, spot, "state")).toEqual({
      text: "lr > 0.1 AND state ",
      caret: 19,
    });
    expect(accepted("st = 1", 2, spotAt("st = 1", 2), "step")).toEqual({ text: "step = 1", caret: 5 });
    expect(accepted("ta", 2, at("ta"), "tag:")).toEqual({ text: "tag:", caret: 4 });
  });
});
