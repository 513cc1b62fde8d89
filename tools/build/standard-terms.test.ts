import { describe, expect, it } from "vitest";
import { standardTerms } from "./standard-terms.ts";

describe("terms of a package without a licence file", () => {
  it("are those of the licence that it names, with its author", () => {
    const text = standardTerms({ license: "MIT", author: "Ana Example" });
    expect(text).toContain("Copyright (c) Ana Example\n\nPermission is hereby granted");
  });

  it.each([
    { license: "Custom-1.0", author: "Ana Example" },
    { license: "MIT", author: null },
  ])("are not made up: %j", (named) => {
    expect(standardTerms(named)).toBeNull();
  });
});
