import { formatDuration, formatMoney, formatNumber, formatRate } from "../../../contract/format-quantity.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../../../contract/policy.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { divideTime } from "../divide-time.ts";
import { judgeConnections } from "../judge-connections.ts";
import { judgeLimits } from "../judge-load.ts";
import { costOf, judgeCost } from "./cost-of.ts";
import { samplesLeft, tellLoss } from "./tell-loss.ts";

/** Shares of the plan's load and of its time, above 0 and at most 1. */
export interface Shares {
  readonly load: number;
  readonly time: number;
}

/** A smaller run that the policy allows. */
export interface Proposal extends Shares {
  readonly preview: LoadPreview;
  readonly cost: GuardDecision["cost"];
  /** "hold 3m10s instead of 8m: EUR 4.98; 60 % fewer samples, so intervals are about 1.6 times wider" */
  readonly text: string;
}

/** Ways to make a run smaller by a share. */
const ways: readonly ((share: number) => Shares)[] = [
  (share) => ({ load: 1, time: share }),
  (share) => ({ load: share, time: 1 }),
  (share) => ({ load: share, time: share }),
];

/**
 * Runs that fit limits and budget of the policy where the plan does not: shorter, with less load, or both by the same share; of each the
 * largest in steps of a percent, the one that keeps most samples first. Empty where the plan fits, or nothing like it would. `rescale`
 * gives the preview of the plan at other shares.
 */
export function proposeFitting({
  plan,
  before,
  policy,
  rescale,
}: {
  plan: Pick<TestPlan, "setup" | "teardown">;
  before: LoadPreview;
  policy: Policy;
  rescale: (shares: Shares) => LoadPreview;
}): Proposal[] {
  const fits = (preview: LoadPreview): boolean =>
    ![
      ...judgeLimits(preview, policy),
      ...divideTime(plan, preview, policy).reasons,
      // The number of servers does not refuse.
      ...judgeConnections(preview, policy, 1).reasons,
      ...judgeCost(costOf(preview, policy)),
    ].some(({ outcome }) => outcome === "refuse");
  if (fits(before)) return [];
  return ways
    .flatMap((way) => {
      const percent = mostPercent((candidate) => fits(rescale(way(candidate / 100))));
      if (percent === null) return [];
      const shares = way(percent / 100);
      const preview = rescale(shares);
      const cost = costOf(preview, policy);
      return [{ ...shares, preview, cost, text: describe(before, preview, cost) }];
    })
    .toSorted((one, other) => samplesLeft(before, other.preview) - samplesLeft(before, one.preview));
}

/** The largest whole percent below 100 that fits, by halving: a larger share never fits where a smaller one does not. */
function mostPercent(fits: (percent: number) => boolean): number | null {
  let [low, high] = [0, 100];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low === 0 ? null : low;
}

function describe(before: LoadPreview, after: LoadPreview, { estimated, currency, parts }: Proposal["cost"]): string {
  const changes: string[] = [];
  const [holds, held] = [longestHold(after), longestHold(before)];
  if (holds < held) changes.push(`hold ${formatDuration(holds)} instead of ${formatDuration(held)}`);
  else if (after.durationMs < before.durationMs)
    changes.push(`${formatDuration(after.durationMs)} instead of ${formatDuration(before.durationMs)}`);
  const [rate, planned] = [after.peakRatePerSecond ?? 0, before.peakRatePerSecond ?? 0];
  if (rate < planned) changes.push(`${formatRate(rate)} instead of ${formatRate(planned)} at peak`);
  if (after.peakVus < before.peakVus)
    changes.push(`${formatNumber(after.peakVus)} VUs instead of ${formatNumber(before.peakVus)}`);
  const price = parts.length === 0 ? "" : `: ${formatMoney(estimated, currency)}`;
  return [`${changes.join(", ")}${price}`, ...tellLoss({ before, after })].join("; ");
}

function longestHold({ scenarios }: LoadPreview): number {
  return Math.max(0, ...scenarios.map(({ hold }) => (hold === null ? 0 : hold.toMs - hold.fromMs)));
}
