import { describe, expect, it } from "vitest";
import { mistakesOf, understandForTest } from "../../../test/support/understood-plan.ts";

const endpoints = `endpoints:
  home: { path: / }
  open: { method: POST, path: /tenants, extract: { tenant: { jsonpath: $.id } } }
  close: { method: DELETE, path: "/tenants/{tenant}", extract: { last: { header: x-last } } }
  left: { path: "/tenants/{tenant}/things?after={last}" }
`;
const plan = (leftovers: string): string =>
  `target: local\nsetup: [open]\nteardown: [close]\nleftovers: ${leftovers}\n${endpoints}`;

describe("leftovers", () => {
  it("names an endpoint that only it uses, and reads what setup and teardown extracted", () => {
    const { plan: understood, warnings } = understandForTest(plan("{ endpoint: left, count: $.total }"));
    expect(understood.leftovers).toEqual({ endpoint: "left", count: "$.total" });
    expect(warnings).toEqual([]);
    // Without scenarios the smoke test draws among those that nothing else uses.
    expect(understood.scenarios.map(({ work }) => work)).toEqual([
      { kind: "mix", entries: [{ endpoint: "home", weight: 1 }], think: null },
    ]);
  });

  it("is none unless written", () => {
    expect(understandForTest("target: local\nendpoints: { home: { path: / } }").plan.leftovers).toBeNull();
  });

  it.each([
    ["an endpoint that is not declared", "{ endpoint: lef, count: $.total }", "PA_PLAN_UNKNOWN_NAME 4:24", "left"],
    ["no endpoint", "{ count: $.total }", "PA_PLAN_MISSING_FIELD 4:12", "`endpoint`"],
    ["an endpoint that writes", "{ endpoint: close, count: $.total }", "PA_PLAN_INVALID_VALUE 4:24", "writes"],
    ["no path of the number", "{ endpoint: left }", "PA_PLAN_MISSING_FIELD 4:12", "JSONPath"],
    ["what is no path", "{ endpoint: left, count: total }", "PA_PLAN_INVALID_VALUE 4:37", "$.field"],
    ["another field", "{ endpoint: left, count: $.a, expect: 0 }", "PA_PLAN_UNKNOWN_FIELD 4:42", "expect"],
    ["no map", "left", "PA_PLAN_INVALID_VALUE 4:12", "map"],
  ])("is refused with %s", (_, leftovers, at, word) => {
    const found = mistakesOf(() => understandForTest(plan(leftovers)));
    expect(`${found[0]?.code ?? ""} ${String(found[0]?.line)}:${String(found[0]?.column)}`).toBe(at);
    expect(found[0]?.text).toContain(word);
  });

  it("is told of a variable that nothing before it defines", () => {
    const text = plan("{ endpoint: left, count: $.total }").replace("{last}", "{lost}");
    expect(mistakesOf(() => understandForTest(text))).toMatchObject([
      { code: "PA_PLAN_UNDEFINED_VARIABLE", line: 9, text: expect.stringContaining('endpoint "left" in `leftovers`') },
    ]);
  });
});
