import { formatDuration } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { refusal, type GuardReason } from "./guard-reason.ts";

/** What stopping may take at most: winding down, then ending, then killing the engine. */
const stoppingMs = 20_000;
/** Setup and teardown, where the plan has them; no script can stretch them. */
const stepsMs = 60_000;
const summaryMs = 10_000;
/** Below this a part cannot be trusted to end. Also what a part gets that the plan does not have. */
const leastMs = 5000;

type Timeouts = Pick<GuardDecision["enforcement"], "setupTimeoutMs" | "teardownTimeoutMs" | "summaryTimeoutMs">;

/**
 * Divides the policy's time for one run: load with drain, setup, teardown, summary and stopping have to fit it together. Setup, teardown
 * and summary are shortened to fit, down to 5 s each; a plan that leaves less is refused.
 */
export function divideTime(
  plan: Pick<TestPlan, "setup" | "teardown">,
  { maxDurationMs }: LoadPreview,
  { limits: { durationMs: capMs } }: Policy,
): { timeouts: Timeouts; reasons: GuardReason[] } {
  const wanted = [
    plan.setup.length > 0 ? stepsMs : leastMs,
    plan.teardown.length > 0 ? stepsMs : leastMs,
    summaryMs,
  ] as const;
  const leftMs = capMs - maxDurationMs - stoppingMs;
  const [extra, wantedExtra] = [leftMs - 3 * leastMs, wanted[0] + wanted[1] + wanted[2] - 3 * leastMs];
  const share = Math.min(1, Math.max(0, extra / wantedExtra));
  const shorten = (ms: number): number => leastMs + Math.floor(((ms - leastMs) * share) / 1000) * 1000;
  return {
    timeouts: {
      setupTimeoutMs: shorten(wanted[0]),
      teardownTimeoutMs: shorten(wanted[1]),
      summaryTimeoutMs: shorten(wanted[2]),
    },
    reasons: judge(maxDurationMs, capMs, extra),
  };
}

function judge(maxDurationMs: number, capMs: number, extraMs: number): GuardReason[] {
  const [most, cap] = [formatDuration(maxDurationMs), formatDuration(capMs)];
  if (maxDurationMs > capMs)
    return [refusal("limits", "PA_GUARD_LIMIT", `${most} at most, drain included, is longer than the cap of ${cap}`)];
  if (extraMs >= 0) return [];
  return [
    refusal(
      "limits",
      "PA_GUARD_LIMIT",
      `${most} at most, drain included, leaves too little of the cap of ${cap}: setup, teardown and summary need at least ${formatDuration(leastMs)} each, and stopping may take ${formatDuration(stoppingMs)}`,
    ),
  ];
}
