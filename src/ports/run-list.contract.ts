import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineRun, storedRun } from "./baseline-runs.contract.ts";
import type { BaselineFilter, RunPage, RunPageFilter, RunStore } from "./run-store.ts";

const every: Pick<RunPageFilter, "limit" | "after"> = { limit: 99, after: null };
const comparable: BaselineFilter = { fingerprint: "f1", before: 100, since: null, tags: {}, limit: 9 };

const idsOf = (runs: readonly { runId: string }[]): string[] => runs.map(({ runId }) => runId);

/** What every store of runs promises of pages and tags; each adapter runs it. */
export function runListContract(
  open: () => Promise<{ first: RunStore; second: RunStore; close(): Promise<void> }>,
): void {
  describe("a list of runs", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let store: RunStore;
    beforeEach(async () => {
      shared = await open();
      store = shared.first;
    });
    afterEach(() => shared.close());

    const found = async (filter: Partial<RunPageFilter>): Promise<string[]> =>
      idsOf((await shared.second.page({ ...every, ...filter })).items);

    it("comes in pages, newest first, until there are no more", async () => {
      // Pairs of runs that started in the same millisecond: a page may end between them.
      for (let n = 0; n < 6; n++) await store.save(storedRun(`r${n}`, Math.floor(n / 2)), null, null);
      const pages: string[][] = [];
      let after: string | null = null;
      do {
        const page: RunPage = await shared.second.page({ limit: 3, after });
        pages.push(idsOf(page.items));
        after = page.next;
      } while (after !== null);
      expect(pages).toEqual([
        ["r5", "r4", "r3"],
        ["r2", "r1", "r0"],
      ]);
      const whole = await store.page({ limit: 6, after: null });
      expect(whole.items).toHaveLength(6);
      expect(whole.next).toBeNull();
      expect(whole.items[0]).toEqual(storedRun("r5", 2));
    });

    it("is empty where there are none", async () => {
      expect(await store.page(every)).toEqual({ items: [], next: null });
    });

    it("is narrowed by everything that is given", async () => {
      await store.save(storedRun("a", 1), null, null);
      await store.save(storedRun("b", 2, { service: "other" }), null, null);
      await store.save(storedRun("c", 3, { environment: "staging" }), null, null);
      await store.save(
        storedRun("d", 4, { state: "queued", finishedAt: null, verdict: null, reason: null }),
        null,
        null,
      );
      await store.save(storedRun("e", 5, { planName: "soak" }), null, null);
      expect(await found({})).toEqual(["e", "d", "c", "b", "a"]);
      expect(await found({ service: "shop" })).toEqual(["e", "d", "c", "a"]);
      expect(await found({ environment: "staging" })).toEqual(["c"]);
      expect(await found({ state: "queued" })).toEqual(["d"]);
      expect(await found({ plan: "peak" })).toEqual(["d", "c", "b", "a"]);
      expect(await found({ service: "shop", environment: "perf", plan: "peak", state: "finished" })).toEqual(["a"]);
      expect(await found({ service: "other", state: "queued" })).toEqual([]);
    });

    it("goes on where a page ended, whatever came and moved meanwhile", async () => {
      for (let n = 1; n <= 4; n++) await store.save(storedRun(`r${n}`, n), null, null);
      const { items, next } = await store.page({ limit: 2, after: null });
      expect(idsOf(items)).toEqual(["r4", "r3"]);
      await store.save(storedRun("r3", 9), null, null);
      await store.save(storedRun("r5", 10), null, null);
      expect(await found({ after: next })).toEqual(["r2", "r1"]);
    });

    it.each(["", "7", "~r1", "x~r1", "1e400~r1", "7~"])("refuses %j, where no page ended", async (after) => {
      await expect(store.page({ limit: 9, after })).rejects.toMatchObject({
        mistakes: [{ code: "PA_CURSOR_INVALID" }],
      });
    });
  });

  describe("tags of runs", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let store: RunStore;
    beforeEach(async () => {
      shared = await open();
      store = shared.first;
    });
    afterEach(() => shared.close());

    const tagged = async (name: string, value: string): Promise<string[]> =>
      idsOf(await shared.second.baselines({ ...comparable, tags: { [name]: value } }));

    it("are replaced, of the run and of its baseline", async () => {
      const tags = { branch: "main", commit: "old" };
      await store.save(storedRun("a", 1, { tags }), null, baselineRun("a", 1, { tags }));
      expect(await store.retag("a", { branch: "topic", release: "4" })).toBe(true);
      expect(await shared.second.get("a")).toEqual(storedRun("a", 1, { tags: { branch: "topic", release: "4" } }));
      expect(await store.baseline("a")).toEqual(baselineRun("a", 1, { tags: { branch: "topic", release: "4" } }));
      expect(await tagged("release", "4")).toEqual(["a"]);
      expect(await tagged("commit", "old")).toEqual([]);
      const series = { service: "shop", environment: "perf", plan: "peak", scenario: "buy", endpoint: "checkout" };
      expect(await store.history(series, 9)).toMatchObject([{ commit: null }]);
    });

    it("that somebody changed stand when the run is judged again", async () => {
      const tags = { branch: "main" };
      await store.save(storedRun("a", 1, { tags }), null, baselineRun("a", 1, { tags }));
      await store.retag("a", { branch: "topic" });
      await shared.second.save(storedRun("a", 1, { tags, verdict: "warn" }), null, baselineRun("a", 1, { tags }));
      expect(await store.get("a")).toMatchObject({ verdict: "warn", tags: { branch: "topic" } });
      expect(await tagged("branch", "topic")).toEqual(["a"]);
      expect(await tagged("branch", "main")).toEqual([]);
      expect(await store.countTagged("branch", "main")).toBe(0);
    });

    it("that nobody changed are those of the latest judgement", async () => {
      await store.save(storedRun("a", 1, { tags: { branch: "main" } }), null, null);
      await store.save(storedRun("a", 1, { tags: { commit: "9f31c2e" } }), null, null);
      expect(await store.get("a")).toMatchObject({ tags: { commit: "9f31c2e" } });
      expect(await store.countTagged("branch", "main")).toBe(0);
    });

    it("can be given to a run that is no baseline, and not to one that is unknown", async () => {
      await store.save(storedRun("a", 1), null, null);
      expect(await store.retag("a", { branch: "topic" })).toBe(true);
      expect(await store.retag("a", {})).toBe(true);
      expect(await store.retag("b", { branch: "topic" })).toBe(false);
      expect(await store.get("a")).toMatchObject({ tags: {} });
      expect(await store.baseline("a")).toBeNull();
    });

    it("are counted", async () => {
      for (const [n, planId] of ["p1", "p1", "p2"].entries())
        await store.save(storedRun(`r${n}`, n, { tags: { planId } }), null, null);
      expect(await shared.second.countTagged("planId", "p1")).toBe(2);
      expect(await store.countTagged("planId", "p3")).toBe(0);
      expect(await store.countTagged("author", "p1")).toBe(0);
    });
  });
}
