import { describe, expect, it } from "vitest";
import { preview } from "../../../test/support/guard-inputs.ts";
import { smallEndpoint, smallPlan } from "../../../test/support/small-plan.ts";
import { loadSummarySchema, type LoadSummary } from "../../contract/load-summary.ts";
import { compareLoads, summariseLoad } from "./compare-loads.ts";

const load: LoadSummary = {
  peakVus: 130,
  peakRatePerSecond: 200,
  maxDurationMs: 630_000,
  requests: { count: 131_012, exact: true },
  writes: { count: 100, exact: false },
  hosts: ["shop.perf.test"],
  data: [{ name: "users", rows: 1000, sha256: "ab12" }],
  cost: { estimated: 0.46, currency: "EUR" },
  scenarios: [{ name: "buy", model: "closed", peakVus: 50, ratePerSecond: null, endMs: 570_000 }],
  endpoints: [
    { name: "list", method: "GET", target: "https://shop.perf.test/list", writes: false },
    { name: "pay", method: "POST", target: "https://shop.perf.test/pay", writes: true },
  ],
};

function told(more: Partial<LoadSummary>, before: LoadSummary | null = load): string[] {
  return compareLoads(before, { ...load, ...more }).map(
    (change) => `${change.direction}: ${change.what}: ${String(change.before)} -> ${String(change.after)}`,
  );
}

describe("a load compared", () => {
  const [list, pay] = load.endpoints;
  const [buy] = load.scenarios;
  if (list === undefined || pay === undefined || buy === undefined) throw new Error("the fixture lost its parts");

  it.each<[string, Partial<LoadSummary>, string[]]>([
    ["is the same", {}, []],
    ["has more users", { peakVus: 260 }, ["more: peak VUs: 130 -> 260"]],
    ["has fewer users", { peakVus: 60 }, ["less: peak VUs: 130 -> 60"]],
    ["has a higher rate", { peakRatePerSecond: 400 }, ["more: peak rate: 200/s -> 400/s"]],
    [
      "has no fixed rate any more",
      { peakRatePerSecond: null },
      ["more: peak rate: 200/s -> as fast as virtual users are"],
    ],
    ["has more requests", { requests: { count: 2e6, exact: true } }, ["more: requests: 131,012 -> 2,000,000"]],
    ["has no bound of requests any more", { requests: null }, ["more: requests: 131,012 -> no bound"]],
    [
      "has another kind of bound",
      { requests: { count: 131_012, exact: false } },
      ["neutral: requests: 131,012 -> up to 131,012"],
    ],
    ["writes less", { writes: { count: 0, exact: true } }, ["less: writes: up to 100 -> 0"]],
    ["takes longer", { maxDurationMs: 1_200_000 }, ["more: longest duration: 10m30s -> 20m"]],
    ["costs more", { cost: { estimated: 0.5, currency: "EUR" } }, ["more: cost: EUR 0.46 -> EUR 0.50"]],
    [
      "grows by what no text shows",
      { cost: { estimated: 0.4601, currency: "EUR" } },
      ["more: cost: EUR 0.46 -> EUR 0.46"],
    ],
    [
      "goes to another host",
      { hosts: ["other.perf.test"] },
      ["more: host other.perf.test: null -> requested", "less: host shop.perf.test: requested -> null"],
    ],
    [
      "has other data",
      {
        data: [
          { name: "users", rows: 2000, sha256: "cd34" },
          { name: "carts", rows: 1, sha256: "ef56" },
        ],
      },
      [
        "neutral: data set users: 1,000 rows, sha256 ab12 -> 2,000 rows, sha256 cd34",
        "neutral: data set carts: null -> 1 rows, sha256 ef56",
      ],
    ],
    [
      "has an endpoint that writes now",
      { endpoints: [{ ...list, writes: true }, pay] },
      ["more: endpoint list: GET https://shop.perf.test/list -> GET https://shop.perf.test/list, writes"],
    ],
    [
      "has an endpoint elsewhere",
      { endpoints: [{ ...list, target: "https://shop.perf.test/all" }, pay] },
      ["neutral: endpoint list: GET https://shop.perf.test/list -> GET https://shop.perf.test/all"],
    ],
    [
      "has a scenario that is larger in one way and smaller in another",
      { scenarios: [{ ...buy, peakVus: 10, endMs: 600_000 }] },
      [
        "more: scenario buy: closed, 50 VUs at peak, no fixed rate, ends at 9m30s -> closed, 10 VUs at peak, no fixed rate, ends at 10m",
      ],
    ],
    [
      "has another model with a rate",
      { scenarios: [{ ...buy, model: "open", ratePerSecond: 5 }] },
      [
        "less: scenario buy: closed, 50 VUs at peak, no fixed rate, ends at 9m30s -> open, 50 VUs at peak, 5/s, ends at 9m30s",
      ],
    ],
    [
      "lost a scenario",
      { scenarios: [] },
      ["less: scenario buy: closed, 50 VUs at peak, no fixed rate, ends at 9m30s -> null"],
    ],
  ])("%s", (_, more, expected) => {
    expect(told(more)).toEqual(expected);
  });

  it("tells the most dangerous first", () => {
    const changed = told({
      cost: { estimated: 9, currency: "EUR" },
      peakVus: 1,
      peakRatePerSecond: 500,
      requests: null,
      data: [],
      hosts: [...load.hosts, "other.perf.test"],
      writes: null,
      endpoints: [list, { ...pay, target: "https://other.perf.test/pay" }, { ...pay, name: "drop" }],
    });
    expect(changed.map((line) => line.split(":").slice(0, 2).join(":"))).toEqual([
      "more: host other.perf.test",
      "more: writes",
      "more: endpoint drop",
      "more: peak rate",
      "more: requests",
      "more: cost",
      "neutral: endpoint pay",
      "neutral: data set users",
      "less: peak VUs",
    ]);
  });

  it("is all new where there is nothing to compare with", () => {
    const changes = compareLoads(null, load);
    expect(changes.every(({ before, after }) => before === null && after !== null)).toBe(true);
    expect(changes.map(({ what }) => what)).toEqual([
      "host shop.perf.test",
      "writes",
      "endpoint pay",
      "peak VUs",
      "peak rate",
      "requests",
      "longest duration",
      "scenario buy",
      "endpoint list",
      "cost",
      "data set users",
    ]);
  });
});

it("summarises plan, preview and cost", () => {
  const plan = smallPlan({
    target: {
      environment: "perf",
      baseUrl: "https://shop.perf.test/",
      others: { idp: "https://login.perf.test" },
      tlsCaFile: null,
    },
    data: [
      {
        name: "users",
        path: "u.csv",
        sha256: "ab12",
        columns: ["a"],
        rows: 3,
        mode: "random",
        per: "vu",
        atEnd: "recycle",
        masked: [],
      },
    ],
    endpoints: [
      smallEndpoint("get", { path: ["/items/", { ref: "users.a" }] }),
      smallEndpoint("login", { method: "POST", at: "idp", writes: true }),
    ],
  });
  const cost = { estimated: 0.46, limit: 5, currency: "EUR", alertAt: 0.8, parts: [] };
  const summary = summariseLoad(plan, preview({ hosts: ["shop.perf.test"] }), { cost });
  expect(loadSummarySchema.parse(summary)).toEqual({
    peakVus: 130,
    peakRatePerSecond: 200,
    maxDurationMs: 630_000,
    requests: { count: 131_012, exact: true },
    writes: { count: 0, exact: true },
    hosts: ["shop.perf.test"],
    data: [{ name: "users", rows: 3, sha256: "ab12" }],
    cost: { estimated: 0.46, currency: "EUR" },
    scenarios: [{ name: "browse", model: "open", peakVus: 80, ratePerSecond: 200, endMs: 600_000 }],
    endpoints: [
      { name: "get", method: "GET", target: "https://shop.perf.test/items/{users.a}", writes: false },
      { name: "login", method: "POST", target: "https://login.perf.test/login", writes: true },
    ],
  });
});
