import * as fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, it, vi } from "vitest";
import { readDocument } from "./document-reader.ts";
import { mistakesOf } from "../../../test/support/understood-plan.ts";

function bomb(): string {
  let text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (let level = 1; level < 20; level += 1)
    text += `a${String(level)}: &a${String(level)} [${Array.from({ length: 9 }, () => `*a${String(level - 1)}`).join(", ")}]\n`;
  return text;
}

describe("documents", () => {
  it.each([
    ["a sequence never closed", "a: [1, 2\nb: 3\n", "PA_PLAN_SYNTAX 2:1"],
    ["a tab as indentation", "a:\n\tb: 1", "PA_PLAN_SYNTAX 2:1"],
    ["two documents", "a: 1\n---\nb: 1", "PA_PLAN_SYNTAX 2:1"],
    ["nothing", "# only a comment", "PA_PLAN_SYNTAX 1:1"],
    ["a tag that runs something", "a: !!js/function x", "PA_PLAN_SYNTAX 1:4"],
    ["an alias without an anchor", "a: *b", "PA_PLAN_SYNTAX 1:4"],
    ["an alias inside of its anchor", "a: &x [1, *x]", "PA_PLAN_CYCLE 1:11"],
    ["a key twice", "a: 1\nb: 2\na: 3", "PA_PLAN_DUPLICATE 3:1"],
    ["an unquoted variable in a flow map", "a: { b: x{id} }", "PA_PLAN_BRACES 1:10"],
    ["an unquoted variable at the beginning", "a: {id}/x", "PA_PLAN_BRACES 1:4"],
    ["a map as a key", "{ {id}: 1 }", "PA_PLAN_BRACES 1:3"],
    ["a null byte", "a: 1\nb: x\0", "PA_PLAN_INVALID_VALUE 2:5"],
    ["an escaped null byte", 'a: "\\0"', "PA_PLAN_INVALID_VALUE 1:4"],
    ["infinity", "a: .inf", "PA_PLAN_INVALID_VALUE 1:4"],
    ["aliases that explode", bomb(), "PA_PLAN_SYNTAX 1:28"],
    ["lists that nest without end", "[".repeat(100_000), "PA_PLAN_SYNTAX 1:1"],
    ["lists that nest beyond sense", `${"[1,".repeat(150)}${"]".repeat(150)}`, "PA_PLAN_SYNTAX 1:302"],
    ["50 MB", "a: x\n".repeat(10_000_000), "PA_FILE_TOO_LARGE 1:1"],
    ["5 MB of list items", `a: [${"x,".repeat(1_000_000)}]`, "PA_FILE_TOO_LARGE 1:1"],
  ])("refuse %s", (_, text, at) => {
    const found = mistakesOf(() => readDocument(text, "plan.yaml"));
    expect(found.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`)).toEqual([at]);
  });

  it("that are nothing but mistakes are not gone through once for each", () => {
    const found = vi.spyOn(String.prototype, "lastIndexOf");
    try {
      expect(mistakesOf(() => readDocument("]".repeat(20_000), "plan.yaml"))).toHaveLength(1);
      expect(found.mock.calls.length).toBeLessThan(1_000);
    } finally {
      found.mockRestore();
    }
  });

  it("leave errors as telling as they were", () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 7;
    for (const text of ["]", "[".repeat(50_000)]) mistakesOf(() => readDocument(text, "plan.yaml"));
    expect(Error.stackTraceLimit).toBe(7);
    Error.stackTraceLimit = stackTraceLimit;
  });

  it("know where each value stands", () => {
    const document = readDocument("a:\n  b: [1, { c: x }]\n", "plan.yaml");
    expect(document.placeOf(["a", "b", 1, "c"])).toEqual({ file: "plan.yaml", line: 2, column: 15 });
    expect(document.placeOf(["a", "b", 7])).toEqual({ file: "plan.yaml", line: 2, column: 6 });
  });

  it("resolve aliases", () => {
    expect(readDocument("a: &x { b: 1 }\nc: [*x, *x]", "plan.yaml").value).toEqual({
      a: { b: 1 },
      c: [{ b: 1 }, { b: 1 }],
    });
  });

  it("give the same value from JSON and YAML, for any JSON value", () => {
    // -0 has no YAML form of its own.
    const json = fc
      .jsonValue()
      .filter((value) => !/-0\b|\\u0000|"__proto__"/.test(JSON.stringify(value)) && !Object.is(value, -0));
    fc.assert(
      fc.property(
        json.map((value) => ({ value })),
        (document) => {
          const plain: unknown = JSON.parse(JSON.stringify(document));
          expect(readDocument(JSON.stringify(document, null, "\t"), "plan.json").value).toEqual(plain);
          expect(readDocument(stringify(plain), "plan.yaml").value).toEqual(plain);
        },
      ),
    );
  });
});
