import { describe, expect, test } from "vitest";
import { selectLines } from "./select-lines.ts";
import { jsonPathSource } from "./lib/json-path-source.ts";
import { parseJsonPath } from "./parse-json-path.ts";

const each = { step: "each" };
const anywhere = { step: "anywhere" };

test.each([
  ["$", []],
  ["$.a.b[0]", ["a", "b", 0]],
  ["$.items[*].id", ["items", each, "id"]],
  ["$.*", [each]],
  ["$..id", [anywhere, "id"]],
  ["$..*", [anywhere, each]],
  ["$..[0]", [anywhere, 0]],
  ["$.a..b[-1]", ["a", anywhere, "b", -1]],
  ["$['a b'][\"c'd\"]['\\'']", ["a b", "c'd", "'"]],
  ["$.größe-2._x.$y.0", ["größe-2", "_x", "$y", "0"]],
])("%s is taken apart", (path, steps) => {
  expect(parseJsonPath(path)).toEqual(steps);
});

test.each([
  "",
  "a.b",
  "$.",
  "$..",
  "$a",
  "$[",
  "$[]",
  "$[01]",
  "$[1:2]",
  "$[0,1]",
  "$[?(@.a)]",
  "$.a b",
  "$['a]",
  "$...a",
  "$.['a']",
])("%s is refused", (path) => {
  expect(() => parseJsonPath(path)).toThrow("PA_PLAN_INVALID_VALUE");
});

describe("the helper that walks a document", async () => {
  const text = selectLines(jsonPathSource, new Set(["sameJson"]));
  const helper: {
    each: unknown;
    anywhere: unknown;
    select(values: unknown[], path: unknown[]): unknown[];
    same(one: unknown, other: unknown): boolean;
  } = await import(`data:text/javascript,${encodeURIComponent(text)}`);

  const document = {
    items: [
      { id: 1, tags: [[1, 2], [3]] },
      { id: 2, none: null },
    ],
    id: 0,
    "": { id: [4] },
  };
  test.each([
    ["$", [document]],
    ["$.items[*].id", [1, 2]],
    ["$.items[-1].id", [2]],
    ["$.items[2].id", []],
    ["$.items[-3]", []],
    ["$.items.id", []],
    ["$.items[0].tags[*]", [[1, 2], [3]]],
    ["$..id", [0, 1, 2, [4]]],
    ["$.items[1].none", [null]],
    ["$.items[1].none.x", []],
    ["$.toString", []],
    ["$['']..id", [[4]]],
  ])("%s", (path, found) => {
    const steps = parseJsonPath(path).map((step) => (typeof step === "object" ? helper[step.step] : step));
    expect(helper.select([document], steps)).toEqual(found);
  });

  test.each([
    [1, 1, true],
    [1, "1", false],
    [null, {}, false],
    [[], {}, false],
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [2, 1], false],
  ])("%j is %j: %j", (one, other, equal) => {
    expect(helper.same(one, other)).toBe(equal);
  });
});
