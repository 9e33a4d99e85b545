import { describe, expect, it } from "vitest";
import { Pace } from "./pace";

describe("a pace", () => {
  it("acts at once, then waits four times as long as that took, and does what was asked meanwhile once", async () => {
    let clock = 0;
    const begun: number[] = [];
    const waits: number[] = [];
    const pace = new Pace(
      async () => {
        begun.push(clock);
        clock += 1000;
        if (begun.length === 1) for (let i = 0; i < 5; i++) pace.ask();
        if (begun.length === 2) throw new Error("no answer");
      },
      async (milliseconds) => {
        waits.push(milliseconds);
        clock += milliseconds;
        if (begun.length === 2 && milliseconds > 0) pace.ask();
        if (begun.length === 3) done();
      },
      () => clock,
    );
    let done = () => {};
    const over = new Promise<void>((resolve) => {
      done = resolve;
    });
    pace.ask();
    expect(begun).toEqual([0]);
    await over;
    expect(begun).toEqual([0, 5000, 10000]);
    expect(waits.slice(0, 4)).toEqual([0, 4000, 0, 4000]);
  });
});
