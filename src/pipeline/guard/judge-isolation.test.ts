import { describe, expect, it } from "vitest";
import { policy, preview, resolved } from "../../../test/support/guard-inputs.ts";
import type { Endpoint, Template, TestPlan } from "../../contract/test-plan.ts";
import { smallEndpoint, smallPlan, smallScenario } from "../../../test/support/small-plan.ts";
import { admitPlan } from "./admit-plan.ts";
import { judgeIsolation } from "./judge-isolation.ts";

const writing = smallEndpoint("pay", { method: "POST", writes: true });
const undeclared = "pay writes, and the plan does not say how its data are kept apart";
const isolation: Template = [{ ref: "isolation" }];

function told(plan: TestPlan): string[] {
  return judgeIsolation(plan).map(({ outcome, code, text }) => {
    expect([outcome, code]).toEqual(["refuse", "PA_GUARD_ISOLATION"]);
    return text;
  });
}

describe("writing", () => {
  const journey = smallScenario("browse", "list");
  it.each<[string, Partial<TestPlan>]>([
    ["in a mix", { scenarios: [smallScenario("buy", "pay")] }],
    [
      "in a repeated part of a chance of a journey",
      {
        scenarios: [
          {
            ...journey,
            work: {
              kind: "journey",
              steps: [
                {
                  kind: "repeat",
                  min: 1,
                  max: 2,
                  whileVariable: null,
                  steps: [
                    {
                      kind: "chance",
                      share: 0.5,
                      steps: [{ kind: "request", endpoint: "pay", onFailure: "continue" }],
                    },
                  ],
                },
              ],
            },
          },
        ],
      },
    ],
    ["in setup", { setup: ["pay"] }],
    ["in teardown", { teardown: ["pay"] }],
    ["in the count of leftovers", { leftovers: { endpoint: "pay", count: "$.count" } }],
    [
      "as a log-in",
      { auth: [{ kind: "login", name: "user", login: "pay", refresh: null, renewAfterMs: null, headers: [] }] },
    ],
    [
      "as a refresh",
      { auth: [{ kind: "login", name: "user", login: "list", refresh: "pay", renewAfterMs: null, headers: [] }] },
    ],
  ])("needs a declared isolation %s", (_, more) => {
    expect(told(smallPlan({ endpoints: [smallEndpoint("list"), writing], ...more }))).toEqual([undeclared]);
  });

  it("is judged with every plan", () => {
    const plan = smallPlan({ endpoints: [smallEndpoint("list"), writing], setup: ["pay"] });
    const { reasons } = admitPlan({ plan, preview: preview(), policy: policy(), addresses: resolved });
    expect(reasons.map(({ text }) => text)).toContain(undeclared);
  });

  it("that is never requested needs nothing", () => {
    expect(told(smallPlan({ endpoints: [smallEndpoint("list"), writing] }))).toEqual([]);
  });
});

const planWith = (kind: "tenant" | "prefix", ...endpoints: Endpoint[]): TestPlan =>
  smallPlan({
    endpoints: [smallEndpoint("list"), ...endpoints],
    isolation: { kind, value: ["perf-", { ref: "run.id" }] },
    setup: endpoints.map(({ name }) => name),
  });

describe("a tenant or prefix", () => {
  it.each<[string, Partial<Endpoint>]>([
    ["the path", { path: ["/tenants/", { ref: "isolation" }, "/orders"] }],
    ["the query", { query: [["tenant", isolation]] }],
    ["a header", { headers: [["x-tenant", isolation]] }],
    [
      "JSON",
      {
        body: { kind: "json", value: { array: [null, 1, { object: [["name", { template: ["p-", ...isolation] }]] }] } },
      },
    ],
    ["a form", { body: { kind: "form", fields: [["tenant", isolation]] } }],
    ["a part", { body: { kind: "multipart", parts: [{ name: "tenant", value: isolation }] } }],
    ["text", { body: { kind: "raw", text: ["<t>", ...isolation, "</t>"], type: null } }],
    [
      "variables of a query",
      {
        body: {
          kind: "graphql",
          query: "{a}",
          variables: { object: [["t", { template: isolation }]] },
          operationName: null,
        },
      },
    ],
  ])("is used in %s", (_, more) => {
    expect(told(planWith("tenant", { ...writing, ...more }))).toEqual([]);
  });

  it.each<[string, Partial<Endpoint>]>([
    ["nowhere", {}],
    ["as text", { path: ["/isolation/{isolation}"] }],
    ["by another variable", { path: ["/", { ref: "run.id" }] }],
    [
      "in the text of a query",
      { body: { kind: "graphql", query: "{isolation}", variables: null, operationName: null } },
    ],
    [
      "in an upload",
      {
        body: {
          kind: "multipart",
          parts: [{ name: "isolation", file: "isolation", type: "a/b", filename: "isolation" }],
        },
      },
    ],
    ["in what is expected", { expect: { ...writing.expect, contains: [isolation] } }],
  ])("that is used %s is refused", (_, more) => {
    expect(told(planWith("prefix", { ...writing, ...more }))).toEqual([
      "pay writes without naming the prefix that keeps the test's data apart: put {isolation} into path, query, headers or body",
    ]);
  });

  it("is asked of every writing endpoint", () => {
    const used = { ...writing, name: "used", path: ["/", { ref: "isolation" }] };
    expect(told(planWith("tenant", writing, used, { ...writing, name: "order" }))).toEqual([
      "pay and order write without naming the tenant that keeps the test's data apart: put {isolation} into path, query, headers or body",
    ]);
  });
});

const planWithHeader = (more: Partial<Endpoint>): TestPlan =>
  smallPlan({
    endpoints: [smallEndpoint("list"), { ...writing, ...more }],
    isolation: { kind: "header", name: "x-test-tenant", value: ["perf-", { ref: "run.id" }] },
    setup: ["pay"],
  });

describe("a header", () => {
  it.each<[string, Partial<Endpoint>, number]>([
    ["goes to the target by itself", {}, 0],
    ["does not go to another host", { at: "idp" }, 1],
    [
      "goes to another host when the endpoint says so",
      { at: "idp", headers: [["X-Test-Tenant", ["perf-", { ref: "run.id" }]]] },
      0,
    ],
    [
      "goes to another host when the endpoint names the variable",
      { at: "idp", headers: [["x-test-tenant", isolation]] },
      0,
    ],
    ["must have the declared name", { at: "idp", headers: [["x-other", isolation]] }, 1],
    ["must have the declared value", { at: "idp", headers: [["x-test-tenant", ["other"]]] }, 1],
  ])("%s", (_, more, refusals) => {
    const texts = told(planWithHeader(more));
    expect(texts).toHaveLength(refusals);
    expect(texts.every((text) => text.startsWith("pay writes to another host without the isolation header"))).toBe(
      true,
    );
  });
});
