import { describe, expect, it } from "vitest";
import { filterOfSearch, hrefOfFilter } from "./run-filter.ts";

describe("the filter of a list of runs", () => {
  it.each([
    ["", {}],
    ["?service=shop&state=running", { service: "shop", state: "running" }],
    ["?state=sleeping&plan=%20", {}],
    ["?environment=perf%20eu&unknown=1", { environment: "perf eu" }],
  ])("of %j is %j", (search, filter) => {
    expect(filterOfSearch(search)).toEqual(filter);
  });

  it("has an address", () => {
    expect(hrefOfFilter({})).toBe("/runs");
    const filter = { service: "a&b", state: "failed" as const };
    expect(filterOfSearch(hrefOfFilter(filter).replace("/runs", ""))).toEqual(filter);
  });
});
