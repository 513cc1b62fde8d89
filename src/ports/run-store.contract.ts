import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineEndpoint, baselineRun, storedRun } from "./baseline-runs.contract.ts";
import type { BaselineFilter, RunStore } from "./run-store.ts";

const family = { service: "shop", environment: "perf", plan: "peak" };
const checkout = { ...family, scenario: "buy", endpoint: "checkout" };
const any: BaselineFilter = { fingerprint: "f1", before: 100, since: null, tags: {}, limit: 9 };

const idsOf = (runs: readonly { runId: string }[]): string[] => runs.map(({ runId }) => runId);

/** What every store of runs promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function runStoreContract(
  open: () => Promise<{ first: RunStore; second: RunStore; close(): Promise<void> }>,
): void {
  describe("a store of runs", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let store: RunStore;
    beforeEach(async () => {
      shared = await open();
      store = shared.first;
    });
    afterEach(() => shared.close());

    it("lists runs newest first, by service, and finds one by id", async () => {
      await store.save(storedRun("a", 1), null, null);
      await store.save(storedRun("b", 2), null, null);
      await store.save(storedRun("c", 3, { service: "other" }), null, null);
      expect(idsOf(await shared.second.list({ limit: 2 }))).toEqual(["c", "b"]);
      expect(idsOf(await store.list({ service: "shop", limit: 9 }))).toEqual(["b", "a"]);
      expect(await store.get("a")).toEqual(storedRun("a", 1));
      expect(await store.get("none")).toBeNull();
    });

    it("gives as baselines comparable runs that passed or warned before the given time, newest first", async () => {
      await store.save(storedRun("a", 1), null, baselineRun("a", 1));
      await store.save(storedRun("b", 2), null, baselineRun("b", 2, { verdict: "warn" }));
      await store.save(storedRun("c", 3), null, baselineRun("c", 3, { verdict: "fail" }));
      await store.save(storedRun("d", 4), null, baselineRun("d", 4, { fingerprint: "f2" }));
      await store.save(storedRun("e", 5), null, baselineRun("e", 5));
      const found = await shared.second.baselines({ ...any, before: 5 });
      expect(idsOf(found)).toEqual(["b", "a"]);
      expect(found[1]).toEqual(baselineRun("a", 1));
      expect(idsOf(await store.baselines({ ...any, limit: 1 }))).toEqual(["e"]);
      expect(idsOf(await store.baselines({ ...any, since: 2 }))).toEqual(["e", "b"]);
    });

    it("gives as baselines only runs that carry every tag", async () => {
      const tagged = (runId: string, at: number, tags: Record<string, string>): Promise<void> =>
        store.save(storedRun(runId, at), null, baselineRun(runId, at, { tags }));
      await tagged("a", 1, { branch: "main" });
      await tagged("b", 2, { branch: "main", release: "4" });
      await tagged("c", 3, { release: "4" });
      expect(idsOf(await store.baselines({ ...any, tags: { branch: "main" } }))).toEqual(["b", "a"]);
      expect(idsOf(await store.baselines({ ...any, tags: { branch: "main", release: "4" } }))).toEqual(["b"]);
      expect(idsOf(await store.baselines({ ...any, tags: { branch: "4" } }))).toEqual([]);
    });

    it("gives earlier runs of a family whatever their verdict and fingerprint", async () => {
      await store.save(storedRun("a", 1), null, baselineRun("a", 1, { verdict: "invalid", fingerprint: "f9" }));
      await store.save(storedRun("b", 2, { planName: "soak" }), null, baselineRun("b", 2, { plan: "soak" }));
      await store.save(storedRun("c", 3), null, baselineRun("c", 3));
      await store.save(storedRun("d", 4), null, baselineRun("d", 4));
      expect(idsOf(await store.earlier(family, { before: 4, limit: 9 }))).toEqual(["c", "a"]);
      expect(idsOf(await store.earlier(family, { before: 4, limit: 1 }))).toEqual(["c"]);
    });

    it("keeps the plan and environment of the run, whatever its baseline says of them", async () => {
      await store.save(storedRun("a", 1), null, baselineRun("a", 1, { plan: "", environment: "" }));
      expect(await store.baseline("a")).toEqual(baselineRun("a", 1));
      expect(await store.earlier(family, { before: 9, limit: 9 })).toHaveLength(1);
    });

    it("forgets the baseline of a run that is saved again without one, and of one that is dropped", async () => {
      await store.save(storedRun("a", 1), null, baselineRun("a", 1, { tags: { branch: "main" } }));
      await store.save(storedRun("b", 2), null, baselineRun("b", 2));
      await store.save(storedRun("a", 1), null, null);
      expect(idsOf(await store.baselines(any))).toEqual(["b"]);
      expect(await store.dropBaseline("b")).toBe(true);
      expect(await store.dropBaseline("b")).toBe(false);
      expect(await store.history(checkout, 9)).toEqual([]);
      expect(idsOf(await store.list({ limit: 9 }))).toEqual(["b", "a"]);
    });

    it("replaces a baseline that is saved again, with its tags and points", async () => {
      const first = baselineRun("a", 1, { tags: { branch: "main", commit: "old" } });
      const second = baselineRun("a", 2, { tags: { commit: "new" }, endpoints: [baselineEndpoint({ p95: 120 })] });
      await store.save(storedRun("a", 1), null, first);
      await store.save(storedRun("a", 2), null, second);
      expect(await store.baseline("a")).toEqual(second);
      expect(await store.baselines({ ...any, tags: { branch: "main" } })).toEqual([]);
      expect(await store.history(checkout, 9)).toMatchObject([{ startedAt: 2, p95: 120, commit: "new" }]);
    });

    it("carries baselines to another store, and imports them twice without harm", async () => {
      await store.save(storedRun("a", 1), null, baselineRun("a", 1));
      await store.save(storedRun("b", 2), null, baselineRun("b", 2));
      await store.save(storedRun("0", 0), null, baselineRun("0", 0));
      expect((await store.exportBaselines("shop", 2)).map(({ runId }) => runId)).toEqual(["a", "b"]);
      await store.dropBaseline("b");
      const exported = await store.exportBaselines("shop", 1);
      expect(await store.importBaselines("twin", exported)).toBe(1);
      expect(await store.importBaselines("twin", exported)).toBe(1);
      expect(await store.exportBaselines("twin", 9)).toEqual(exported);
      const named = { ...family, service: "twin", runId: "a", startedAt: 1 };
      const head = { ...named, verdict: "pass", fingerprint: "f1", endpoints: 1 };
      expect(await store.listBaselines({ service: "twin", limit: 9 })).toEqual([head]);
      expect(await store.baselineHead("a")).toEqual(head);
      expect(await store.baselineHead("b")).toBeNull();
    });

    it("finds series by service or plan, and by endpoint and environment", async () => {
      const two = [baselineEndpoint(), baselineEndpoint({ endpoint: "search", scenario: "browse" })];
      await store.save(storedRun("a", 1), null, baselineRun("a", 1, { endpoints: two }));
      await store.save(storedRun("b", 2, { environment: "local" }), null, baselineRun("b", 2));
      const search = { ...family, scenario: "browse", endpoint: "search" };
      expect(await store.series({ name: "shop" })).toEqual([{ ...checkout, environment: "local" }, search, checkout]);
      expect(await store.series({ name: "peak", environment: "perf" })).toEqual([search, checkout]);
      expect(await store.series({ name: "peak", endpoint: "search" })).toEqual([search]);
      expect(await store.series({ name: "nothing" })).toEqual([]);
    });

    it("gives the newest points of a series, oldest first, without invalid runs", async () => {
      for (const at of [3, 1, 2, 4])
        await store.save(
          storedRun(`r${at}`, at),
          null,
          baselineRun(`r${at}`, at, {
            verdict: at === 2 ? "invalid" : "fail",
            endpoints: [baselineEndpoint({ p50: at, p90: 10 + at, p95: 20 + at, p99: 30 + at, failedRequests: at })],
          }),
        );
      expect(idsOf(await store.history(checkout, 9))).toEqual(["r1", "r3", "r4"]);
      expect(await store.history(checkout, 1)).toEqual([
        {
          runId: "r4",
          startedAt: 4,
          verdict: "fail",
          fingerprint: "f1",
          commit: null,
          p50: 4,
          p90: 14,
          p95: 24,
          p99: 34,
          requests: 1000,
          failedRequests: 4,
          ratePerSecond: 10,
        },
      ]);
      expect(await store.history({ ...checkout, endpoint: "other" }, 9)).toEqual([]);
    });

    it("keeps a run of more endpoints than one statement takes", async () => {
      const endpoints = Array.from({ length: 1203 }, (_, n) => baselineEndpoint({ endpoint: `e${n}` }));
      await store.save(storedRun("a", 1), null, baselineRun("a", 1, { endpoints }));
      expect(await store.series({ name: "shop" })).toHaveLength(1203);
      expect(await store.history({ ...checkout, endpoint: "e1202" }, 9)).toHaveLength(1);
    });

    it("loses no row of several processes", async () => {
      const { first, second } = shared;
      await Promise.all(
        [first, second].flatMap((each, s) =>
          [0, 1, 2].map((n) => each.save(storedRun(`${s}-${n}`, s), null, baselineRun(`${s}-${n}`, s))),
        ),
      );
      expect(await first.list({ limit: 100 })).toHaveLength(6);
      expect(await second.history(checkout, 100)).toHaveLength(6);
    });
  });
}
