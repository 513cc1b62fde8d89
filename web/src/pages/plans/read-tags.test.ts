import { describe, expect, it } from "vitest";
import { readTags } from "./read-tags.ts";

describe("tags as they are typed", () => {
  it("are one a line", () => {
    expect(readTags("commit=9f31c2e\n\n build = 12=a \n")).toEqual({
      tags: { commit: "9f31c2e", build: "12=a" },
      problem: null,
    });
    expect(readTags("")).toEqual({ tags: {}, problem: null });
  });

  it.each([
    ["commit", "has no value"],
    ["=x", "has no value"],
    ["a=1\na=2", "twice"],
    ["author=ana", "set by the service"],
    ["1a=x", "letters"],
    [`a=${"x".repeat(300)}`, '"a"'],
  ])("%s is refused", (text, problem) => {
    expect(readTags(text).problem).toContain(problem);
  });
});
