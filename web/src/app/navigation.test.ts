import { describe, expect, it } from "vitest";
import { destinations, isAt } from "./navigation.ts";

describe("where a path lies", () => {
  it.each([
    ["/plans", "/plans", true],
    ["/plans/p1/review", "/plans", true],
    ["/plansx", "/plans", false],
    ["/", "/plans", false],
  ])("%s at %s: %s", (path, href, expected) => {
    expect(isAt(path, href)).toBe(expected);
  });
});

it("gives each destination keys of its own", () => {
  expect(new Set(destinations.map(({ keys }) => keys)).size).toBe(destinations.length);
});
