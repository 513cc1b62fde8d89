import { formatDuration, formatMoney, formatNumber, formatRate } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import { refusal, warning, type GuardReason } from "./guard-reason.ts";
import { peakRequestRate } from "./request-rate.ts";

/** Virtual users, rate, requests and writes against the caps; of time, see divideTime. Counts without an exact bound are watched while running instead. */
export function judgeLimits(preview: LoadPreview, policy: Policy): GuardReason[] {
  const { limits } = policy;
  const reasons: GuardReason[] = [];
  if (preview.peakVus > limits.vus)
    reasons.push(
      over(`${formatNumber(preview.peakVus)} VUs at peak are more than the cap of ${formatNumber(limits.vus)}`),
    );
  reasons.push(...judgeRate(preview, limits.ratePerSecond));
  for (const [what, count, cap] of [
    ["requests", preview.requests, limits.requests],
    ["writes", preview.writes, limits.writes],
  ] as const) {
    if (cap === null || (count !== null && count.count <= cap)) continue;
    const held = `the run ends at the cap of ${formatNumber(cap)}`;
    if (count === null) reasons.push(warning("limits", `the number of ${what} has no bound: ${held}`));
    else if (count.exact)
      reasons.push(over(`${formatNumber(count.count)} ${what} are more than the cap of ${formatNumber(cap)}`));
    else reasons.push(warning("limits", `up to ${formatNumber(count.count)} ${what}: ${held}`));
  }
  return reasons;
}

function over(text: string): GuardReason {
  return refusal("limits", "PA_GUARD_LIMIT", text);
}

function judgeRate(preview: LoadPreview, cap: number | null): GuardReason[] {
  if (cap === null) return [];
  const reasons: GuardReason[] = [];
  const rate = peakRequestRate(preview);
  if (rate > cap)
    reasons.push(over(`requests at ${formatRate(rate)} at peak are more than the cap of ${formatRate(cap)}`));
  if (preview.scenarios.some(({ peakRatePerSecond }) => peakRatePerSecond === null))
    reasons.push(
      warning(
        "limits",
        `virtual users set their own pace: they are held to the cap of ${formatRate(cap)} while running`,
      ),
    );
  return reasons;
}

/** "130 VUs at peak (cap 300), 10m30s at most (cap 20m), about 131,000 requests, EUR 0.46 of 5.00" */
export function loadSentence(preview: LoadPreview, policy: Policy, cost: GuardDecision["cost"]): string {
  const { limits } = policy;
  const parts = [
    `${formatNumber(preview.peakVus)} VUs at peak (cap ${formatNumber(limits.vus)})`,
    `${formatDuration(preview.maxDurationMs)} at most (cap ${formatDuration(limits.durationMs)})`,
  ];
  const { requests } = preview;
  if (requests !== null)
    parts.push(`${requests.exact ? "about" : "up to"} ${formatNumber(roughly(requests.count))} requests`);
  const { estimated, limit, currency } = cost;
  if (limit !== null) parts.push(`${formatMoney(estimated, currency)} of ${formatNumber(limit, 2)}`);
  else if (estimated > 0) parts.push(formatMoney(estimated, currency));
  return parts.join(", ");
}

/** Three leading digits: a prognosis has no more. */
function roughly(count: number): number {
  return Number(count.toPrecision(3));
}
