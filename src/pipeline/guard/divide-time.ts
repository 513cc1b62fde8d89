import { formatDuration } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { listed, refusal, type GuardReason } from "./guard-reason.ts";

/** What stopping may take at most: winding down, then ending, then killing the engine. */
const stoppingMs = 20_000;
/** Setup and teardown, where the plan has them; no script can stretch them. */
const stepsMs = 60_000;
const summaryMs = 10_000;
/** Below this setup and teardown cannot be trusted to end. Also what they get where the plan has none. */
const leastStepsMs = 5000;
const leastSummaryMs = 2000;

type Timeouts = Pick<GuardDecision["enforcement"], "setupTimeoutMs" | "teardownTimeoutMs" | "summaryTimeoutMs">;

/**
 * Divides the policy's time for one run: load with drain, setup, teardown and summary have to fit it together. Setup, teardown and summary
 * are shortened to fit, so that time is left to stop in good order where there is any; a plan that leaves less than the least is refused.
 * Whatever happens, the run is over at the cap.
 */
export function divideTime(
  plan: Pick<TestPlan, "setup" | "teardown">,
  { maxDurationMs }: LoadPreview,
  { limits: { durationMs: capMs } }: Policy,
): { timeouts: Timeouts; reasons: GuardReason[] } {
  const steps = [plan.setup, plan.teardown].filter(({ length }) => length > 0).length;
  const leastMs = steps * leastStepsMs + leastSummaryMs;
  const wantedMs = steps * stepsMs + summaryMs;
  const spareMs = capMs - maxDurationMs - leastMs;
  const share = Math.min(1, Math.max(0, (spareMs - stoppingMs) / (wantedMs - leastMs)));
  const between = (least: number, most: number): number => least + Math.floor(((most - least) * share) / 1000) * 1000;
  const stepsOf = ({ length }: readonly string[]): number =>
    length > 0 ? between(leastStepsMs, stepsMs) : leastStepsMs;
  return {
    timeouts: {
      setupTimeoutMs: stepsOf(plan.setup),
      teardownTimeoutMs: stepsOf(plan.teardown),
      summaryTimeoutMs: between(leastSummaryMs, summaryMs),
    },
    reasons: judge(plan, { maxDurationMs, capMs, spareMs }),
  };
}

function judge(
  plan: Pick<TestPlan, "setup" | "teardown">,
  { maxDurationMs, capMs, spareMs }: { maxDurationMs: number; capMs: number; spareMs: number },
): GuardReason[] {
  const [most, cap] = [formatDuration(maxDurationMs), formatDuration(capMs)];
  if (maxDurationMs > capMs)
    return [refusal("limits", "PA_GUARD_LIMIT", `${most} at most, drain included, is longer than the cap of ${cap}`)];
  if (spareMs >= 0) return [];
  const needs = [
    ...(plan.setup.length > 0 ? [`setup ${formatDuration(leastStepsMs)}`] : []),
    ...(plan.teardown.length > 0 ? [`teardown ${formatDuration(leastStepsMs)}`] : []),
    `the summary ${formatDuration(leastSummaryMs)}`,
  ];
  const text = `${most} at most, drain included, leaves too little of the cap of ${cap} for what comes beside it: at least ${listed(needs)}`;
  return [refusal("limits", "PA_GUARD_LIMIT", text)];
}
