import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlanReviewEntry, PlanShelf, ShelvedPlan } from "./plan-shelf.ts";

function shelved(planId: string, createdAt: number, changes: Partial<ShelvedPlan> = {}): ShelvedPlan {
  return {
    planId,
    hash: `hash of ${planId}`,
    name: "peak",
    service: "shop",
    environment: "perf",
    author: "ana",
    createdAt,
    guard: "allow",
    overrides: ["load.rate=20/s", "żółć 'quoted'"],
    ...changes,
  };
}

function reviewOf(planId: string, at: number, changes: Partial<PlanReviewEntry> = {}): PlanReviewEntry {
  return { planId, hash: `hash of ${planId}`, by: "ben", at, outcome: "approved", comment: null, ...changes };
}

const idsOf = (plans: readonly ShelvedPlan[]): string[] => plans.map(({ planId }) => planId);

/** What every shelf of plans promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function planShelfContract(
  open: () => Promise<{ first: PlanShelf; second: PlanShelf; close(): Promise<void> }>,
): void {
  describe("a shelf of plans", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let shelf: PlanShelf;
    beforeEach(async () => {
      shared = await open();
      shelf = shared.first;
    });
    afterEach(() => shared.close());

    it("gives back what was put, to every process", async () => {
      await shelf.put(shelved("a", 1));
      await shelf.put(shelved("b", 2, { guard: "refuse", overrides: [] }));
      expect(await shared.second.get("a")).toEqual(shelved("a", 1));
      expect(await shared.second.get("b")).toEqual(shelved("b", 2, { guard: "refuse", overrides: [] }));
      expect(await shelf.get("none")).toBeNull();
    });

    it("takes each id once, also of several who come at once", async () => {
      const ends = await Promise.allSettled(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? shared.first : shared.second).put(shelved("a", 1, { author: `author ${n}` })),
        ),
      );
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await expect(shelf.put(shelved("a", 2))).rejects.toThrow("shelved_plan");
      expect(await shelf.get("a")).toMatchObject({ createdAt: 1 });
    });

    it("keeps what a plan turned out to be later", async () => {
      await shelf.put(shelved("a", 1));
      await shelf.put(shelved("b", 2));
      await shared.second.update("a", { hash: "new", guard: "refuse" });
      await shelf.update("none", { hash: "new", guard: "refuse" });
      expect(await shelf.get("a")).toEqual(shelved("a", 1, { hash: "new", guard: "refuse" }));
      expect(await shelf.get("b")).toEqual(shelved("b", 2));
    });

    it("lists the newest first, and goes on after one of them", async () => {
      for (const [planId, createdAt] of [
        ["a", 1],
        ["b", 2],
        ["c", 2],
        ["d", 3],
      ] as const)
        await shelf.put(shelved(planId, createdAt));
      expect(idsOf(await shelf.list({ limit: 2, after: null }))).toEqual(["d", "c"]);
      expect(idsOf(await shared.second.list({ limit: 9, after: "c" }))).toEqual(["b", "a"]);
      expect(idsOf(await shelf.list({ limit: 9, after: "a" }))).toEqual([]);
      await expect(shelf.list({ limit: 9, after: "none" })).rejects.toMatchObject({
        mistakes: [{ code: "PA_CURSOR_INVALID" }],
      });
    });

    it("finds plans of a hash, and of a name on an environment", async () => {
      await shelf.put(shelved("a", 1, { hash: "same" }));
      await shelf.put(shelved("b", 2, { environment: "staging" }));
      await shelf.put(shelved("c", 3, { hash: "same" }));
      await shelf.put(shelved("d", 4, { name: "soak" }));
      expect(idsOf(await shared.second.ofHash("same"))).toEqual(["c", "a"]);
      expect(await shelf.ofHash("other")).toEqual([]);
      expect(idsOf(await shelf.ofName({ name: "peak", environment: "perf", limit: 9 }))).toEqual(["c", "a"]);
      expect(idsOf(await shelf.ofName({ name: "peak", environment: "perf", limit: 1 }))).toEqual(["c"]);
    });

    it("keeps every word on a plan, the latest first, whatever the clock said", async () => {
      const rejected = reviewOf("a", 3, { outcome: "rejected", comment: "too much 'load'\nfor a Friday" });
      await shelf.review(reviewOf("a", 5));
      await shared.second.review(rejected);
      await shelf.review(reviewOf("b", 4));
      await shelf.review(reviewOf("a", 4, { by: "cara" }));
      expect(await shelf.reviews("a")).toEqual([reviewOf("a", 4, { by: "cara" }), rejected, reviewOf("a", 5)]);
      expect(await shelf.reviews("none")).toEqual([]);
    });
  });
}
