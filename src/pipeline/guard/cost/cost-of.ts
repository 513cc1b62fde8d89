import { formatMoney, formatNumber } from "../../../contract/format-quantity.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../../../contract/policy.ts";
import { refusal, warning, type GuardReason } from "../guard-reason.ts";

type Cost = GuardDecision["cost"];
type Prices = Policy["cost"];

/**
 * What so many virtual users for so long use up, in the units that have a price. The vendor's cloud counts the most virtual users times
 * the minutes begun (Grafana Cloud k6: VUH = max VUs x executed minutes, rounded up, / 60), so that ramping down saves nothing there.
 */
export function usageOf(vus: number, durationMs: number, prices: Prices): Cost["parts"] {
  const hours = durationMs / 3_600_000;
  const parts: Cost["parts"] = [
    { unit: "VU-hours", quantity: vus * hours, price: prices.perVuHour },
    { unit: "machine-hours", quantity: hours, price: prices.perMachineHour },
    { unit: "cloud VU-hours", quantity: (vus * Math.ceil(durationMs / 60_000)) / 60, price: prices.perCloudVuHour },
  ];
  return parts.filter(({ price }) => price > 0);
}

/** Quantities times prices. */
export function amountOf(parts: Cost["parts"]): number {
  return parts.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
}

/** The most that the run may cost: peak virtual users for the longest time that the plan may take. */
export function costOf(preview: LoadPreview, policy: Policy): Cost {
  const { perRun, currency, alertAt } = policy.cost;
  const parts = usageOf(preview.peakVus, preview.maxDurationMs, policy.cost);
  return { estimated: amountOf(parts), limit: perRun, currency, alertAt, parts };
}

/** The estimate against the cap of one run. */
export function judgeCost({ estimated, limit, currency, alertAt }: Cost): GuardReason[] {
  if (limit === null) return [];
  const [most, cap] = [formatMoney(estimated, currency), formatMoney(limit, currency)];
  if (estimated > limit)
    return [refusal("cost", "PA_GUARD_LIMIT", `${most} are more than the cap of ${cap} for one run`)];
  if (estimated === 0 || estimated < alertAt * limit) return [];
  return [warning("cost", `${most} are ${formatNumber((estimated / limit) * 100)} % of the cap of ${cap} for one run`)];
}
