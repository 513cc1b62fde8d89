import { describe, expect, it } from "vitest";
import { compareHref, runsOfSearch } from "./compare-search.ts";

describe("the runs that are laid side by side", () => {
  it.each([
    ["?runs=a1,b2", ["a1", "b2"]],
    ["?runs=b2,%20a1,b2", ["b2", "a1"]],
    ["?runs=../x,a1,<b>", ["a1"]],
    ["", []],
    [
      `?runs=${Array.from({ length: 12 }, (_, index) => `r${index}`).join(",")}`,
      Array.from({ length: 10 }, (_, index) => `r${index}`),
    ],
  ])("of %s", (search, runIds) => {
    expect(runsOfSearch(search)).toEqual(runIds);
  });

  it("have an address", () => {
    expect(compareHref(["a1", "b2"])).toBe("/compare?runs=a1,b2");
    expect(compareHref([])).toBe("/compare");
  });
});
