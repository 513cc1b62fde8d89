import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Calibration } from "../contract/calibration.ts";
import type { Pin } from "../contract/baseline-series.ts";
import type { BaselineBook } from "./baseline-book.ts";

function pinOf(runId: string, at: number, changes: Partial<Pin> = {}): Pin {
  return {
    runId,
    at,
    label: `release of ${runId}`,
    by: "ana",
    service: "shop",
    environment: "perf",
    plan: "peak",
    ...changes,
  };
}

const calibration: Calibration = {
  schemaVersion: 1,
  fingerprint: "f1",
  service: "shop",
  environment: "perf",
  plan: "peak",
  at: 1,
  runIds: ["a", "b"],
  series: [{ scenario: "buy", endpoint: "checkout", statistic: "p95", spread: 0.01, mde: 0.04, runsNeeded: null }],
};

/** What every book of baselines promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function baselineBookContract(
  open: () => Promise<{ first: BaselineBook; second: BaselineBook; close(): Promise<void> }>,
): void {
  describe("a book of baselines", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      shared = await open();
    });
    afterEach(() => shared.close());

    it("lists pins newest first, by family", async () => {
      await shared.first.pin(pinOf("a", 2));
      await shared.first.pin(pinOf("b", 3, { plan: "soak" }));
      await shared.first.pin(pinOf("c", 1, { environment: "local" }));
      await shared.first.pin(pinOf("d", 4, { service: "other" }));
      const { second } = shared;
      expect((await second.pins({})).map(({ runId }) => runId)).toEqual(["d", "b", "a", "c"]);
      expect((await second.pins({ service: "shop" })).map(({ runId }) => runId)).toEqual(["b", "a", "c"]);
      expect(await second.pins({ service: "shop", environment: "perf", plan: "peak" })).toEqual([pinOf("a", 2)]);
    });

    it("pins a run anew and takes a pin away", async () => {
      await shared.first.pin(pinOf("a", 1));
      await shared.first.pin(pinOf("a", 2, { label: "again" }));
      expect(await shared.second.pins({})).toEqual([pinOf("a", 2, { label: "again" })]);
      expect(await shared.second.unpin("a")).toBe(true);
      expect(await shared.first.unpin("a")).toBe(false);
      expect(await shared.first.pins({})).toEqual([]);
    });

    it("keeps the last calibration of a fingerprint", async () => {
      expect(await shared.first.calibration("f1")).toBeNull();
      await shared.first.calibrate(calibration);
      await shared.first.calibrate({ ...calibration, at: 2 });
      expect(await shared.second.calibration("f1")).toEqual({ ...calibration, at: 2 });
      expect(await shared.second.calibration("f2")).toBeNull();
    });
  });
}
