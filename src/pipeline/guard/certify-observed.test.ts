import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certifiedFacts } from "../../../test/support/certified-run.ts";
import { outcomeOf, planOf, recordOf, startOfRun, steady, windowsOf } from "../../../test/support/fabricated-run.ts";
import type { Attempt, Certificate } from "../../contract/certificate.ts";
import type { CertifiedFacts } from "./certify-facts.ts";
import { certify } from "./certify.ts";

const facts = certifiedFacts();
const certified = (overrides: Partial<CertifiedFacts>): Certificate => certify({ ...facts, ...overrides });
const attempt = (number: number, fromMs: number, toMs: number): Attempt => ({
  number,
  profile: "full",
  share: 1,
  startedAt: startOfRun + fromMs,
  finishedAt: startOfRun + toMs,
  result: "finished",
  text: "ran to its end",
});

describe("what was observed", () => {
  it("counts requests, writes and users from the windows, late pieces included", () => {
    const samples = steady({ toMs: 20_000, perSecond: 10, value: () => 5 });
    const writes = steady({ toMs: 20_000, perSecond: 2, value: () => 5, endpoint: "order" });
    const phases = steady({ toMs: 20_000, perSecond: 10, value: () => 1, measure: "waiting" });
    const windows = windowsOf([...samples, ...writes, ...phases], [], { vus: (second) => second + 1 });
    const late = windowsOf([{ atMs: 3000, value: 5, endpoint: "order" }]);
    const { observed } = certified({ windows: [...windows, ...late] });
    expect(observed).toMatchObject({ requests: 241, writes: 41, peakVus: 20, peakRatePerSecond: 12.1 });
  });

  it("takes facts that the windows do not hold from record and collection", () => {
    expect(certify(facts).observed).toMatchObject({
      durationMs: 61_000,
      cost: 0.1,
      blockedDials: 0,
      connections: { peak: 12, sockets: ["10.20.3.4:443"] },
      cutIterations: 0,
      leftovers: 0,
      attempts: [],
    });
  });

  it.each<[string, Partial<CertifiedFacts["record"]>, number]>([
    ["one attempt, not written down", {}, 61_000],
    ["attempts and a clean-up", { attempts: [attempt(1, -30_000, -5000), attempt(2, 0, 70_000)] }, 100_000],
    ["no end written down", { finishedAt: null }, 60_000],
    ["an end written down by the attempts only", { finishedAt: null, attempts: [attempt(1, 0, 42_000)] }, 42_000],
  ])("lasts from the first start to the last end: %s", (_, overrides, wanted) => {
    expect(certified({ record: recordOf(overrides) }).observed.durationMs).toBe(wanted);
  });

  it("blocked dials are the larger of both counts", () => {
    const blocked = [
      [3, 1],
      [1, 3],
    ].map(([hits = 0, guardHits = 0]) => {
      const record = recordOf({ guard: { decision: "allow", hits }, outcome: outcomeOf({ guardHits }) });
      return certified({ record }).observed.blockedDials;
    });
    expect(blocked).toEqual([3, 3]);
  });

  it("no ten seconds held more than the peak rate says, and some held as many", () => {
    const counts = fc.array(fc.record({ second: fc.nat(60), count: fc.integer({ min: 1, max: 5 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(counts, (pieces) => {
        const samples = pieces.flatMap(({ second, count }) =>
          Array.from({ length: count }, () => ({ atMs: second * 1000, value: 1 })),
        );
        const sums = Array.from({ length: 61 }, (_, from) =>
          pieces.reduce((sum, { second, count }) => (second >= from && second < from + 10 ? sum + count : sum), 0),
        );
        const { peakRatePerSecond } = certified({ windows: windowsOf(samples).toReversed() }).observed;
        expect(peakRatePerSecond).toBeCloseTo(Math.max(0, ...sums) / 10, 9);
      }),
    );
  });

  it("endpoints write by what the plan says of them", () => {
    const windows = windowsOf([{ atMs: 0, value: 1, endpoint: "order" }]);
    const plan = planOf({}, "checkout", "order");
    expect(certified({ windows, plan }).observed.writes).toBe(0);
  });
});
