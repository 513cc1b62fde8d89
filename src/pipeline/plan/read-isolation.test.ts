import { describe, expect, it } from "vitest";
import { mistakesOf, understandForTest } from "../../../test/support/understood-plan.ts";

const plan = (isolation: string, endpoint = '{ path: "/{isolation}" }'): string =>
  `target: local\n${isolation}endpoints:\n  home: ${endpoint}\n`;

describe("isolation", () => {
  it.each([
    ["tenant", "isolation: { tenant: 'perf-{run.id}' }\n", { kind: "tenant", value: ["perf-", { ref: "run.id" }] }],
    ["prefix", "isolation: { prefix: load_ }\n", { kind: "prefix", value: ["load_"] }],
    [
      "header",
      "isolation: { header: { name: x-tenant, value: 'perf-{run.id}' } }\n",
      { kind: "header", name: "x-tenant", value: ["perf-", { ref: "run.id" }] },
    ],
  ])(
    "of kind %s defines {isolation} in paths, queries, headers and bodies, in setup and teardown too",
    (_, text, read) => {
      const everywhere = `{ method: POST, path: "/{isolation}", query: { q: "{isolation}" }, headers: { h: "{isolation}" }, json: { b: "{isolation}" } }\n  more: { path: /more }\nsetup: [home]\nteardown: [home]`;
      const understood = understandForTest(plan(text, everywhere)).plan;
      expect(understood.isolation).toEqual(read);
      const home = understood.endpoints.find(({ name }) => name === "home");
      expect(home?.path).toEqual(["/", { ref: "isolation" }]);
      expect(home?.body).toEqual({ kind: "json", value: { object: [["b", { template: [{ ref: "isolation" }] }]] } });
      expect(home?.headers.some(([name]) => name === "x-tenant")).toBe(read.kind === "header");
    },
  );

  it("may take its value from a secret", () => {
    const text = plan("secrets: { tenant: { env: TENANT } }\nisolation: { tenant: '{secrets.tenant}' }\n");
    expect(understandForTest(text).plan.isolation).toEqual({ kind: "tenant", value: [{ ref: "secrets.tenant" }] });
  });

  it.each([
    ["without an isolation", "", "PA_PLAN_UNDEFINED_VARIABLE 3:17", "Declare `isolation`"],
    [
      "that changes with the iteration",
      "isolation: { tenant: 'x-{uuid}' }\n",
      "PA_PLAN_INVALID_VALUE 2:22",
      "uses {uuid}, but must be the same for the whole run",
    ],
    [
      "made of itself",
      "isolation: { prefix: '{isolation}' }\n",
      "PA_PLAN_INVALID_VALUE 2:22",
      "uses {isolation}, but must be the same",
    ],
    [
      "of a header that changes",
      "isolation: { header: { name: x-tenant, value: '{now.ms}' } }\n",
      "PA_PLAN_INVALID_VALUE 2:47",
      "uses {now.ms}",
    ],
    [
      "of a secret that is none",
      "isolation: { tenant: '{secrets.x}' }\n",
      "PA_PLAN_UNDEFINED_VARIABLE 2:22",
      "secrets.x",
    ],
    ["that is empty", "isolation: { tenant: '' }\n", "PA_PLAN_INVALID_VALUE 2:22", "a text"],
    [
      "of a header without a sound name",
      'isolation: { header: { name: "x tenant\\n", value: a } }\n',
      "PA_PLAN_INVALID_VALUE 2:30",
      "name of a header",
    ],
    ["of two kinds", "isolation: { tenant: a, prefix: b }\n", "PA_PLAN_INVALID_VALUE 2:12", "exactly one"],
  ])("is refused %s", (_, text, at, word) => {
    const found = mistakesOf(() => understandForTest(plan(text)));
    expect(found.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`)).toEqual([at]);
    expect(found[0]?.text).toContain(word);
  });

  it("is a name that no extracted value can take", () => {
    const text = plan("isolation: { tenant: a }\n", "{ path: /, extract: { isolation: { jsonpath: $.a } } }");
    expect(mistakesOf(() => understandForTest(text))).toMatchObject([
      { code: "PA_PLAN_INVALID_VALUE", line: 4, column: 31 },
    ]);
  });
});
