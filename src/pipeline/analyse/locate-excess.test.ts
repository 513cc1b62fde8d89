import { describe, expect, it } from "vitest";
import {
  objectiveOf,
  planOf,
  startOfRun,
  steady,
  windowsOf,
  type Sample,
} from "../../../test/support/fabricated-run.ts";
import type { Objective } from "../../contract/slo-set.ts";
import { locateExcess } from "./locate-excess.ts";
import { indexRun } from "./run-series.ts";
import { evaluateObjectives } from "./slo/evaluate-objectives.ts";

const judged = { from: 0, to: 60 };

/** An endpoint whose requests all take `ms`, `waiting` of it waiting and the rest receiving. */
function endpoint(name: string, ms: number, waiting: number, scenario = "buy"): Sample[] {
  const of = (measure: "latency" | "waiting" | "receiving", value: number): Sample[] =>
    steady({ toMs: 60_000, perSecond: 10, endpoint: name, scenario, measure, value: () => value });
  return [...of("latency", ms), ...of("waiting", waiting), ...of("receiving", ms - waiting)];
}

function located(samples: readonly Sample[], ...objectives: Objective[]): string | null {
  const run = indexRun(windowsOf(samples), startOfRun);
  const context = { run, plan: null, imported: false, judged, seed: 1, wholeMs: null, stoppedBy: null };
  const slos = { schemaVersion: 1 as const, service: null, defaults: false, objectives, scoring: null };
  return locateExcess(run, judged, evaluateObjectives(slos, context), objectives, null);
}

const everyone = objectiveOf({ endpoint: null, scenario: null, limit: 100 });

const tagsOf = (name: string): Record<string, string> => (name === "checkout" ? { criticality: "high" } : {});

describe("locateExcess", () => {
  it("names the phase and the number of endpoints that carry three quarters of the time beyond the limit", () => {
    const samples = [
      ...endpoint("checkout", 900, 720),
      ...endpoint("pay", 500, 400),
      ...endpoint("cart", 110, 20),
      ...endpoint("browse", 40, 30),
    ];
    // 800 + 400 of 1,210 ms beyond, 80 % of each waiting.
    expect(located(samples, everyone)).toBe("79 % of the excess is waiting time on 2 of 4 endpoints");
  });

  it("tells of another phase where that is the largest", () => {
    const samples = [...endpoint("photo", 400, 40), ...endpoint("browse", 40, 30)];
    expect(located(samples, everyone)).toBe("90 % of the excess is time to receive the response on 1 of 2 endpoints");
  });

  it("holds every endpoint against the limits that are about it", () => {
    const samples = [
      ...endpoint("checkout", 300, 300),
      ...endpoint("pay", 300, 300, "other"),
      ...endpoint("cart", 300, 300),
    ];
    const own = objectiveOf({ limit: 200 });
    expect(located(samples, own)).toBe("100 % of the excess is waiting time on 1 of 3 endpoints");
  });

  it("counts no endpoint that a tag does not select", () => {
    const plan = planOf({}, "checkout", "report");
    const tagged = { ...plan, endpoints: plan.endpoints.map((one) => ({ ...one, tags: tagsOf(one.name) })) };
    const objectives = [
      objectiveOf({ endpoint: null, scenario: null, limit: 100, tag: { name: "criticality", value: "high" } }),
    ];
    const run = indexRun(windowsOf([...endpoint("checkout", 300, 300), ...endpoint("report", 2000, 0)]), startOfRun);
    const context = { run, plan: tagged, imported: false, judged, seed: 1, wholeMs: null, stoppedBy: null };
    const slos = { schemaVersion: 1 as const, service: null, defaults: false, objectives, scoring: null };
    expect(locateExcess(run, judged, evaluateObjectives(slos, context), objectives, tagged)).toBe(
      "100 % of the excess is waiting time on 1 of 2 endpoints",
    );
  });

  it.each<[string, readonly Sample[], Objective]>([
    ["nothing is breached", [...endpoint("a", 50, 40), ...endpoint("b", 60, 40)], everyone],
    ["there is one endpoint only", endpoint("a", 900, 800), everyone],
    [
      "the breach is no latency",
      [...endpoint("a", 900, 800), ...endpoint("b", 60, 40)],
      objectiveOf({
        statistic: { kind: "throughput" },
        endpoint: null,
        scenario: null,
        comparator: ">",
        limit: 900,
        unit: "per-second",
      }),
    ],
  ])("says nothing when %s", (_, samples, objective) => {
    expect(located(samples, objective)).toBeNull();
  });
});
