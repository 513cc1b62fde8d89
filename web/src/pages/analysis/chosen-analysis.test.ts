import { describe, expect, it } from "vitest";
import { chosenAnalysis } from "./chosen-analysis.ts";

describe("the analysis that an address asks for", () => {
  it.each([
    ["?analysis=2", 2],
    ["analysis=latest", "latest"],
    ["?analysis=0", undefined],
    ["?analysis=2x", undefined],
    ["", undefined],
  ])("%s: %s", (search, chosen) => {
    expect(chosenAnalysis(search)).toBe(chosen);
  });
});
