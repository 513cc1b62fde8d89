import { describe, expect, it } from "vitest";
import { yamlPlace } from "./yaml-place.ts";

/** `|` marks the cursor. */
function at(marked: string): ReturnType<typeof yamlPlace> {
  const offset = marked.indexOf("|");
  return yamlPlace(marked.replace("|", ""), offset);
}

describe("where somebody types", () => {
  it.each([
    ["na|", [], "key", "na"],
    ["name: x\n|", [], "key", ""],
    ["target:\n  env|", ["target"], "key", "env"],
    ["target:\n  environment: per|", ["target", "environment"], "value", "per"],
    ["target:\n  environment: |", ["target", "environment"], "value", ""],
    ["a:\n  b:\n    c: 1\nd:\n  |", ["d"], "key", ""],
    ["a:\n  b:\n    c: 1\n  |", ["a"], "key", ""],
    ["a:\n  - |", ["a", "[]"], "either", ""],
    ["a:\n  - x\n  - y|", ["a", "[]"], "either", "y"],
    ["a:\n- k: 1\n  |", ["a", "[]"], "key", ""],
    ["a:\n- k: v|", ["a", "[]", "k"], "value", "v"],
    ["a:\n  - k: 1\n  - l|", ["a", "[]"], "either", "l"],
    ["a:\n  - k: 1\nb|", [], "key", "b"],
    ["a: { b: 1, c|", ["a"], "key", "c"],
    ["a: { b: x|", ["a", "b"], "value", "x"],
    ["a: { b: [x, y|", ["a", "b", "[]"], "either", "y"],
    ["a: { b: 1,\n  c: |", ["a", "c"], "value", ""],
    ["a: { b: 1 }\n|", [], "key", ""],
    ["a:\n  b: { c: 1 }\n  d|", ["a"], "key", "d"],
    ['"a b":\n  c|', ["a b"], "key", "c"],
    ["a:\n  b: |\n", ["a", "b"], "value", ""],
    ["a: >\n  text: no\nb|", [], "key", "b"],
  ])("%j", (marked, path, kind, typed) => {
    expect(at(marked)).toMatchObject({ path, kind, typed });
  });

  it.each([["# na|"], ["name: x # about|"], ["a: >\n  te|"], ["a:\n  b: >-\n    te|"], ['a: { b: "x|'], ["a:|"]])(
    "offers nothing in %j",
    (marked) => {
      expect(at(marked)).toBeNull();
    },
  );

  it("knows which keys are there already", () => {
    expect([...(at("a: 1\nb:\n  x: 2\nc|\nd: 3")?.taken ?? [])].toSorted()).toEqual(["a", "b", "d"]);
    expect([...(at("l:\n  - k: 1\n    m|\n  - n: 2")?.taken ?? [])]).toEqual(["k"]);
    expect([...(at("a: { b: 1, c: 2, |")?.taken ?? [])]).toEqual(["b", "c"]);
  });

  it("says where the word begins", () => {
    expect(at("target:\n  env|")?.from).toBe("target:\n  ".length);
    expect(at("a: { b:  x|")?.from).toBe("a: { b:  ".length);
  });
});
