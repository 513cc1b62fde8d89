import { formatDuration, formatNumber } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import { refusal, warning, type GuardReason } from "./guard-reason.ts";
import { lintScript } from "./lint-script.ts";

/** What the engine's own count of time may differ by: it rounds to whole parts of its stages. */
const toleratedMs = 1000;

/**
 * The second moment of guarding: whether the frozen script is what the plan says. `source` holds the text files of the bundle by path,
 * `inspected` what the engine itself reads from the script: more load than planned is refused, less is warned of. Gives no reasons when
 * nothing is wrong. The lint keeps a script
 * reviewable; that it reaches no other address is held by the engine at every dial.
 */
export function admitScript({
  source,
  inspected,
  preview,
  enforcement,
}: {
  source: Readonly<Record<string, string>>;
  inspected: { readonly maxVus: number; readonly totalDurationMs: number };
  preview: LoadPreview;
  enforcement: GuardDecision["enforcement"];
}): GuardReason[] {
  const { maxVus, totalDurationMs } = inspected;
  const reasons = lintScript(source).map((text) => refusal("script", "PA_GUARD_SCRIPT", text));
  if (!(maxVus <= enforcement.maxVus))
    reasons.push(
      refusal(
        "limits",
        "PA_GUARD_LIMIT",
        `the script needs ${formatNumber(maxVus)} VUs, more than the cap of ${formatNumber(enforcement.maxVus)}`,
      ),
    );
  if (!(totalDurationMs <= enforcement.maxDurationMs))
    reasons.push(
      refusal(
        "limits",
        "PA_GUARD_LIMIT",
        `the script takes up to ${formatDuration(totalDurationMs)}, longer than the cap of ${formatDuration(enforcement.maxDurationMs)}`,
      ),
    );
  const differences = [
    maxVus === preview.peakVus
      ? null
      : {
          more: maxVus > preview.peakVus,
          text: `the engine reads ${formatNumber(maxVus)} VUs from the script, the plan says ${formatNumber(preview.peakVus)}`,
        },
    Math.abs(totalDurationMs - preview.maxDurationMs) <= toleratedMs
      ? null
      : {
          more: totalDurationMs > preview.maxDurationMs,
          text: `the engine reads a duration of ${formatDuration(totalDurationMs)} from the script, the plan says ${formatDuration(preview.maxDurationMs)}`,
        },
  ].filter((difference) => difference !== null);
  for (const { more, text } of differences)
    reasons.push(more ? refusal("script", "PA_GUARD_SCRIPT", text) : warning("script", text));
  return reasons;
}
