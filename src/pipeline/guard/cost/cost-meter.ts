import type { Policy } from "../../../contract/policy.ts";
import { amountOf, usageOf } from "./cost-of.ts";

export interface MeteredCost {
  /** In the policy's currency. */
  readonly spent: number;
  /** Of the cap of one run; null: there is no cap. */
  readonly share: number | null;
  /** True once: at the first reading at or beyond the share at which the policy wants an alert. */
  readonly alert: boolean;
  /** The cap is reached: the run is to be wound down. */
  readonly over: boolean;
}

/**
 * Counts what a run costs while it goes on. `read` takes how long the engine has been running, ms over all attempts; virtual users count
 * as the peak all the time, as the estimate does, so that estimate and meter agree.
 */
export function createCostMeter({ cost, peakVus }: { cost: Policy["cost"]; peakVus: number }): {
  read(elapsedMs: number): MeteredCost;
} {
  let alerted = false;
  return {
    read(elapsedMs) {
      const spent = amountOf(usageOf(peakVus, elapsedMs, cost));
      if (cost.perRun === null) return { spent, share: null, alert: false, over: false };
      const share = spent === 0 ? 0 : spent / cost.perRun;
      const alert = !alerted && spent > 0 && share >= cost.alertAt;
      alerted ||= alert;
      return { spent, share, alert, over: spent > 0 && share >= 1 };
    },
  };
}
