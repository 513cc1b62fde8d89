import { describe, expect, it } from "vitest";
import { loadPreviewSchema } from "../../contract/load-preview.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { cleanUpInput } from "../../../test/support/clean-up-plan.ts";
import { smallEndpoint, smallPlan, smallScenario } from "../../../test/support/small-plan.ts";
import { previewLoad } from "./arithmetic.ts";
import { previewCleanup } from "./preview-cleanup.ts";

const { plan } = cleanUpInput();

function loginBy(name: string, login: string): TestPlan["auth"][number] {
  return { kind: "login", name, login, refresh: null, renewAfterMs: null, headers: [] };
}

describe("the load of clean-up alone", () => {
  it("is one user, for as long as every request may take, log-ins included", () => {
    const preview = previewCleanup(plan);
    expect(loadPreviewSchema.parse(preview)).toMatchObject({
      peakVus: 1,
      peakRatePerSecond: null,
      // close-room, login, sweep, audit, count-left, 10 s each.
      durationMs: 50_000,
      maxDurationMs: 55_000,
      requests: { count: 5, exact: false },
      writes: { count: 3, exact: true },
      data: [],
      scenarios: [{ name: "clean-up" }],
    });
  });

  it("names the hosts that it needs and no other", () => {
    const others = { ...plan.target.others, books: "http://books.test" };
    const elsewhere = { ...plan, target: { ...plan.target, others } };
    expect(previewCleanup(elsewhere)?.hosts.toSorted()).toEqual(["127.0.0.1", "books.test"]);
    expect(previewCleanup({ ...elsewhere, teardown: ["sweep"] })?.hosts).toEqual(["127.0.0.1"]);
  });

  it("is none without teardown and leftovers check, and is there with one of them", () => {
    expect(previewCleanup(smallPlan())).toBeNull();
    expect(previewCleanup({ ...plan, teardown: [] })).toMatchObject({ durationMs: 10_000, requests: { count: 1 } });
    expect(previewCleanup({ ...plan, leftovers: null })?.requests?.count).toBe(4);
  });

  it("counts a log-in that a log-in needs", () => {
    const chained = smallPlan({
      auth: [loginBy("outer", "log-in"), loginBy("inner", "knock")],
      endpoints: [
        smallEndpoint("list"),
        smallEndpoint("remove", { auth: "outer", writes: true, redirects: 1 }),
        smallEndpoint("log-in", { auth: "inner", redirects: 2, timeoutMs: 2_000 }),
        smallEndpoint("knock", { auth: null, timeoutMs: 1_000 }),
      ],
      teardown: ["remove"],
    });
    expect(previewCleanup(chained)).toMatchObject({ durationMs: 13_000, requests: { count: 2 + 3 + 1, exact: false } });
  });
});

describe("the load of a plan", () => {
  it("counts setup, teardown and the leftovers check with their log-ins", () => {
    const preview = previewLoad(plan);
    // Two iterations, open-room, close-room, login, sweep, audit, count-left.
    expect(preview.requests).toEqual({ count: 8, exact: false });
    expect(preview.writes).toEqual({ count: 2 + 1 + 3, exact: true });
    expect(preview.peakVus).toBe(1);
    expect(preview.scenarios.map(({ name }) => name)).toEqual(["write"]);
  });

  it("does not bound the writes of log-ins where nothing bounds the iterations", () => {
    const unbounded = smallPlan({
      auth: [loginBy("a", "log-in")],
      endpoints: [smallEndpoint("list"), smallEndpoint("log-in", { writes: true })],
      scenarios: [{ ...smallScenario("browse", "list"), auth: "a" }],
    });
    expect(previewLoad(unbounded)).toMatchObject({ requests: null, writes: null });
    const keeping = unbounded.scenarios.map((scenario) => ({ ...scenario, session: "vu" as const }));
    expect(previewLoad({ ...unbounded, scenarios: keeping }).writes).toEqual({ count: 1, exact: false });
    const reading = [smallEndpoint("list"), smallEndpoint("log-in")];
    expect(previewLoad({ ...unbounded, endpoints: reading }).writes).toEqual({ count: 0, exact: true });
  });
});
