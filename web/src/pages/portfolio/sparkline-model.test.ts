import { describe, expect, it } from "vitest";
import { sparkline } from "./sparkline-model.ts";

describe("a small line", () => {
  it.each([
    [[50, 100, 0], ["0,10 50,0 100,20"]],
    [
      [100, null, 50, 50],
      ["0,0", "66.7,10 100,10"],
    ],
    [[0, 0], ["0,20 100,20"]],
    [[7], ["0,0"]],
    [[null], []],
    [[], []],
  ])("of %j", (values, pieces) => {
    expect(sparkline(values, 100, 20)).toEqual(pieces);
  });
});
