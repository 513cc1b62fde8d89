import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { sloSetSchema, type Objective } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { smallEndpoint, smallPlan, smallScenario } from "../../../../test/support/small-plan.ts";
import { defaultSlos } from "./default-slos.ts";
import { understandSlos } from "./understand-slos.ts";

const plan = smallPlan({
  endpoints: ["checkout", "add-to-cart", "both"].map((name) => smallEndpoint(name, { tags: { criticality: "high" } })),
  scenarios: ["buy", "browse", "both"].map((name) => smallScenario(name, "checkout")),
});

function read(text: string, withPlan: TestPlan | null = null): ReturnType<typeof understandSlos> {
  const result = understandSlos([{ text, file: "slo.yaml" }], withPlan);
  sloSetSchema.parse(result.slos);
  return result;
}

function texts(text: string): string[] {
  return read(text).slos.objectives.map((objective) => objective.text);
}

function only(text: string): Objective {
  const [objective] = read(text).slos.objectives;
  if (objective === undefined) throw new Error("no objective");
  return objective;
}

function mistakesOf(text: string): readonly Mistake[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

const head = "apiVersion: perf-agent/v1\nkind: SloSet\n";

function set(line: string): string {
  return `${head}service: shop\nobjectives:\n  - ${line}\n`;
}

describe("the short form", () => {
  it("reads the long form of an objective", () => {
    const fuse = only(
      `${head}objectives:\n  - { name: fuse, sli: errors, of: all, below: 20%, every: 10s, stop: true, severity: warn }\n`,
    );
    expect(fuse).toEqual({
      name: "fuse",
      text: "errors of all < 20% in every 10s",
      statistic: { kind: "error-rate" },
      measure: "latency",
      endpoint: null,
      each: false,
      tag: null,
      scenario: null,
      comparator: "<",
      limit: 0.2,
      unit: "fraction",
      window: { everyMs: 10_000, share: 1 },
      severity: "warn",
      stop: true,
      wholeRun: false,
      budget: null,
    });
    expect(
      texts(
        `${head}objectives:\n  - { sli: p95 waiting, of: checkout, in: buy, atMost: 1s, every: 10s, share: 95% }\n`,
      ),
    ).toEqual(["p95 waiting of checkout in buy <= 1s in 95% of 10s"]);
    expect(
      texts(
        `${head}objectives: [{ sli: p95 journey, of: buy, above: 1s }, { sli: throughput, of: each, atLeast: 5/s }]`,
      ),
    ).toEqual(["p95 journey of buy > 1s", "throughput of each >= 5/s"]);
  });

  it("selects by tag, pooled and each", () => {
    expect(
      texts(
        `${head}objectives: [{ sli: p95, of: { tag: { criticality: high } }, below: 1s }, { sli: errors, of: { tag: { team: shop floor }, each: true }, below: 1% }]`,
      ),
    ).toEqual(["p95 of tag criticality=high < 1s", 'errors of each tag "team=shop floor" < 1%']);
  });

  it.each([
    ["sli: errors, below: 1%, budget: { window: 28d, volume: 5M, spent: 40% }", 28 * 86_400_000, 5_000_000, 0.4],
    ["sli: below(300ms), atLeast: 95%, budget: { window: 2w }", 14 * 86_400_000, null, null],
    ["sli: checks, above: 99%, budget: { window: 12h, volume: 1 }", 43_200_000, 1, null],
  ])("reads the budget of { %s }", (fields, windowMs, volume, spent) => {
    expect(only(`${head}objectives: [{ ${fields} }]`).budget).toEqual({ windowMs, volume, spent });
  });

  it("keeps the words typed as the name and the canonical text beside", () => {
    const { name, text } = only(`${head}objectives:\n  - p95   of checkout <400ms\n`);
    expect([name, text]).toEqual(["p95 of checkout <400ms", "p95 of checkout < 400ms"]);
  });

  it.each<[string, number, number, string]>([
    ["objectives:\n  - p95 of checkout < 400\n", 4, 23, "write it with its unit"],
    ['objectives:\n  - "p95 of checkout < 400"\n', 4, 24, "write it with its unit"],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, sevrity: warn }\n", 4, 35, 'Did you mean "severity"?'],
    ["objectives:\n  - { sli: p95, of: x, below: 1% }\n", 4, 31, "is not a duration"],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, above: 2s }\n", 4, 42, "one limit"],
    ["objectives:\n  - { sli: p95, of: x }\n", 4, 5, "has a limit"],
    ["objectives:\n  - { sli: p95, of: { tag: { a: b, c: d } }, below: 1s }\n", 4, 21, "one tag"],
    ["objectives:\n  - { sli: p95, of: { tag: high }, below: 1s }\n", 4, 21, "one tag"],
    ["objectives:\n  - { sli: p95, of: { tags: { a: b } }, below: 1s }\n", 4, 23, 'Did you mean "tag"?'],
    ["objectives:\n  - { sli: p95, of: { tag: { a: b }, each: 1 }, below: 1s }\n", 4, 44, "is true"],
    ["objectives:\n  - { sli: errors, above: 1%, budget: { window: 28d } }\n", 4, 39, "of bad requests"],
    ["objectives:\n  - { sli: p95, below: 1s, budget: { window: 28d } }\n", 4, 36, "of bad requests"],
    ["objectives:\n  - { sli: errors, below: 1%, budget: { volume: 5M } }\n", 4, 39, 'has a "window"'],
    ["objectives:\n  - { sli: errors, below: 1%, budget: { window: 28 } }\n", 4, 49, "days or weeks"],
    ["objectives:\n  - { sli: errors, below: 1%, budget: { window: 0d } }\n", 4, 49, "days or weeks"],
    ["objectives:\n  - { sli: errors, below: 1%, budget: { window: 1d, volume: 0 } }\n", 4, 61, "number of requests"],
    [
      "objectives:\n  - { sli: errors, below: 1%, budget: { window: 1d, spend: 4% } }\n",
      4,
      53,
      'Did you mean "spent"?',
    ],
    ["objectives:\n  - { sli: errors, below: 1%, budget: 28d }\n", 4, 39, "a budget is a map"],
    ["objectives:\n  - { of: x, below: 1s }\n", 4, 5, 'has an "sli"'],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, share: 95% }\n", 4, 42, 'with "every"'],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, every: 10s, share: 95%, stop: true }\n", 4, 54, 'beside "stop"'],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, stop: maybe }\n", 4, 41, "true or false"],
    ["objectives:\n  - { sli: p95, of: x, below: 1s, severity: bad }\n", 4, 45, "fail or warn"],
    ["objectives:\n  - { sli: p95, of: [x], below: 1s }\n", 4, 21, "one name"],
    ["objectives:\n  - p95 of x: y < 1s\n", 4, 5, "put the whole line in quotes"],
    ["objectives:\n  - p95 of x < 1s\n  - p95 of x < 1s\n", 5, 5, "slo.yaml:4"],
    ["objectives: 3\n", 3, 13, "is a list"],
    ["objectivs: []\n", 3, 1, 'Did you mean "objectives"?'],
  ])("refuses %j at %i:%i", (body, line, column, message) => {
    const mistake = mistakesOf(head + body).find(({ text }) => text.includes(message));
    expect(mistake).toMatchObject({ code: "PA_SLO_INVALID", file: "slo.yaml", line, column });
  });

  it("tells all mistakes at once, over all files", () => {
    const bad = `${head}objectives:\n  - p95 of x < 1\n  - erors < 1%\n`;
    expect(() =>
      understandSlos(
        [
          { text: bad, file: "a" },
          { text: bad, file: "b" },
        ],
        null,
      ),
    ).toThrow(
      expect.objectContaining({
        mistakes: [{}, {}, {}, {}].map(() => expect.objectContaining({ code: "PA_SLO_INVALID" })),
      }),
    );
  });

  it.each([
    ["kind: TestPlan\n", "is no kind of objectives"],
    ["kind: SloSets\nobjectives: []\n", 'Did you mean "SloSet"?'],
    ["just a text\n", "no document of objectives"],
  ])("refuses %j", (text, message) => {
    expect(mistakesOf(text)[0]?.text).toContain(message);
  });
});

describe("with a plan", () => {
  it("lets a scenario's name win for throughput", () => {
    const [objective] = read(set("throughput of both > 1/s"), plan).slos.objectives;
    expect(objective).toMatchObject({ endpoint: null, scenario: "both", text: "throughput of all in both > 1/s" });
    const [endpoint] = read(set("throughput of checkout > 1/s"), plan).slos.objectives;
    expect(endpoint).toMatchObject({ endpoint: "checkout", scenario: null });
  });

  it.each([
    ["p95 of chekout < 1s", 'no endpoint "chekout"', 'Did you mean "checkout"?'],
    ["p95 of browse < 1s", 'no endpoint "browse"', '"of all in browse"'],
    ["p95 of add-to-cart in buy < 1s", 'scenario "buy" never requests "add-to-cart"', "no data"],
    ["p95 of tag criticality=hihg < 1s", "has the tag", 'Did you mean "criticality=high"?'],
    ["p95 of checkout in by < 1s", 'no scenario "by"', 'Did you mean "buy"?'],
  ])("keeps %s and warns", (line, message, hint) => {
    const { slos, warnings } = read(set(line), plan);
    expect(slos.objectives).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: "PA_PLAN_UNKNOWN_NAME", line: 5, column: 5 });
    expect(warnings[0]?.text).toContain(message);
    expect(warnings[0]?.text).toContain(hint);
  });

  it("is silent about what the plan has, and without a plan", () => {
    expect(read(set("p95 of checkout in buy < 1s"), plan).warnings).toEqual([]);
    expect(read(set("p95 of each tag criticality=high < 1s"), plan).warnings).toEqual([]);
    expect(read(set("p95 of nothing in nowhere < 1s")).warnings).toEqual([]);
  });

  it("knows that scenarios log in, and what lies deep in a journey", () => {
    const steps = [
      {
        kind: "chance" as const,
        share: 0.5,
        steps: [{ kind: "request" as const, endpoint: "deep", onFailure: "end" as const }],
      },
    ];
    const journeys = smallPlan({
      endpoints: ["list", "deep", "login", "renew", "other"].map((name) => smallEndpoint(name)),
      auth: [{ kind: "login", name: "customer", login: "login", refresh: "renew", renewAfterMs: null, headers: [] }],
      scenarios: [{ ...smallScenario("buy", "list"), auth: "customer", work: { kind: "journey", steps } }],
    });
    const silent = ["deep", "login", "renew"].map(
      (name) => read(set(`p95 of ${name} in buy < 1s`), journeys).warnings.length,
    );
    expect(silent).toEqual([0, 0, 0]);
    expect(read(set("p95 of other in buy < 1s"), journeys).warnings).toHaveLength(1);
  });

  it("warns of another service", () => {
    const { slos, warnings } = read(`${head}service: mail\nobjectives: []\n`, plan);
    expect(slos.service).toBe("mail");
    expect(warnings[0]?.text).toContain('of service "mail", the plan of "shop"');
  });
});

describe("k6 thresholds", () => {
  it("reads them wherever they stand, over the whole run", () => {
    const thresholds =
      '{ "http_req_duration{name:checkout,scenario:buy}": ["p(95)<400", { "threshold": "avg<=200.5", "abortOnFail": true }] }';
    for (const text of [
      thresholds,
      `{ "thresholds": ${thresholds} }`,
      `{ "options": { "thresholds": ${thresholds} } }`,
    ]) {
      const { objectives } = read(text).slos;
      expect(objectives.map(({ text: canonical, wholeRun, stop }) => [canonical, wholeRun, stop])).toEqual([
        ["p95 of checkout in buy < 400ms", true, false],
        ["mean of checkout in buy <= 200.5ms", true, true],
      ]);
    }
  });

  it.each([
    ["http_req_failed", "rate<0.01", "errors of all < 1%"],
    ["http_reqs", "rate>190", "throughput of all > 190/s"],
    ["checks{name:checkout}", "rate>=0.99", "checks of checkout >= 99%"],
    ["http_req_waiting", "med<100", "p50 waiting of all < 100ms"],
    ["http_req_tls_handshaking", "max<100", "max tls of all < 100ms"],
    ["http_req_duration{name:GET /items}", "p(99.9)<1500", 'p99.9 of "GET /items" < 1s500ms'],
  ])("maps %s: %s", (key, expression, text) => {
    expect(texts(JSON.stringify({ thresholds: { [key]: [expression] } }))).toEqual([text]);
  });

  it.each([
    ["http_req_duration{expected_response:true}", "p(95)<400", "successes alone"],
    ["http_req_duration{status:200}", "p(95)<400", 'not "status"'],
    ["iteration_duration", "p(95)<400", "no measure"],
    ["http_reqs", "count>100", "no measure"],
    ["http_req_failed", "rate==0", "not =="],
    ["http_req_duration", "rate<1", "no statistic of a duration"],
    ["http_req_duration", "whatever", "not understood"],
  ])("leaves out %s: %s with a warning", (key, expression, message) => {
    const { slos, warnings } = read(JSON.stringify({ thresholds: { [key]: [expression] } }));
    expect(slos.objectives).toEqual([]);
    expect(warnings[0]?.text).toContain(message);
  });
});

describe("default objectives", () => {
  it("warn, and say that they are defaults", () => {
    const slos = defaultSlos(plan);
    expect(sloSetSchema.parse(slos)).toMatchObject({ defaults: true, service: "shop" });
    expect(slos.objectives.map(({ text, severity }) => [text, severity])).toEqual([
      ["p95 of each < 1s", "warn"],
      ["errors of all < 1%", "warn"],
    ]);
    expect(defaultSlos(null).service).toBeNull();
  });
});
