import { formatDuration, formatNumber } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { Profile, ScriptBundle } from "../../contract/script-bundle.ts";
import { listed, refusal, warning, type GuardReason } from "./guard-reason.ts";
import { lintScript } from "./lint-script.ts";

/** What the engine's own count of time may differ by: it rounds to whole parts of its stages. */
const toleratedMs = 1000;

/** The engine's own beside the bundle's entry: it hands the script on, with the gate in it. */
const wrapperName = /^_*perf-agent-entry\.js$/;

/** The second moment of guarding, before anything of a script is evaluated: what its syntax tree shows. See `lintScript`. */
export function admitSource(input: Parameters<typeof lintScript>[0]): GuardReason[] {
  return lintScript(input).map((text) => refusal("script", "PA_GUARD_SCRIPT", text));
}

/**
 * The second moment of guarding, on the very archive that will run: whether it holds the bundle's files and no other, and needs the load
 * that the plan says. `source` is what `admitSource` found, handed on so that no script is admitted unread; `files` and `inspected` are
 * what the engine itself reads from the archive, `preview` is that of the profile. More load than planned is refused, less is warned of.
 * Gives no reasons when nothing is wrong.
 */
export function admitScript({
  source,
  bundle,
  profile,
  files,
  inspected,
  preview,
  enforcement,
}: {
  source: readonly GuardReason[];
  bundle: ScriptBundle;
  profile: Profile;
  files: readonly { readonly path: string }[];
  inspected: { readonly maxVus: number; readonly totalDurationMs: number };
  preview: Pick<LoadPreview, "peakVus" | "maxDurationMs">;
  enforcement: Pick<GuardDecision["enforcement"], "maxVus" | "maxDurationMs">;
}): GuardReason[] {
  const whose = profile === "full" ? "the script" : `the script of the ${profile} profile`;
  return [
    ...source,
    ...judgeFiles(whose, bundle, files),
    ...judgeCaps(whose, inspected, enforcement),
    ...judgeDifferences(whose, inspected, preview),
  ];
}

/** The archive holds what was read before, each file once. A file of the bundle that nothing opens need not be in it. */
function judgeFiles(whose: string, bundle: ScriptBundle, files: readonly { readonly path: string }[]): GuardReason[] {
  const own = new Set(bundle.files.map(({ path }) => path));
  const folder = bundle.entry.slice(0, bundle.entry.lastIndexOf("/") + 1);
  const isWrapper = (path: string): boolean =>
    !own.has(path) && path.startsWith(folder) && wrapperName.test(path.slice(folder.length));
  const foreign = files.filter(({ path }) => !own.has(path) && !isWrapper(path)).map(({ path }) => path);
  const wrappers = files.filter(({ path }) => isWrapper(path)).length;
  const reasons: GuardReason[] = [];
  const refuse = (text: string): void => {
    reasons.push(refusal("script", "PA_GUARD_SCRIPT", text));
  };
  if (foreign.length > 0)
    refuse(`the archive of ${whose} holds ${listed(foreign.toSorted().slice(0, 5))}, which nobody reviewed`);
  if (new Set(files.map(({ path }) => path)).size < files.length || wrappers > 1)
    refuse(`the archive of ${whose} holds a file more than once`);
  if (!files.some(({ path }) => path === bundle.entry))
    refuse(`the archive of ${whose} does not hold its entry ${bundle.entry}`);
  return reasons;
}

function judgeCaps(
  whose: string,
  { maxVus, totalDurationMs }: { readonly maxVus: number; readonly totalDurationMs: number },
  caps: Pick<GuardDecision["enforcement"], "maxVus" | "maxDurationMs">,
): GuardReason[] {
  const reasons: GuardReason[] = [];
  // Written so that what is no number is over every cap.
  if (!(maxVus <= caps.maxVus))
    reasons.push(
      refusal(
        "limits",
        "PA_GUARD_LIMIT",
        `${whose} needs ${formatNumber(maxVus)} VUs, more than the cap of ${formatNumber(caps.maxVus)}`,
      ),
    );
  if (!(totalDurationMs <= caps.maxDurationMs))
    reasons.push(
      refusal(
        "limits",
        "PA_GUARD_LIMIT",
        `${whose} takes up to ${formatDuration(totalDurationMs)}, longer than the cap of ${formatDuration(caps.maxDurationMs)}`,
      ),
    );
  return reasons;
}

function judgeDifferences(
  whose: string,
  { maxVus, totalDurationMs }: { readonly maxVus: number; readonly totalDurationMs: number },
  planned: Pick<LoadPreview, "peakVus" | "maxDurationMs">,
): GuardReason[] {
  const reasons: GuardReason[] = [];
  const differ = (isMore: boolean, text: string): void => {
    reasons.push(isMore ? refusal("script", "PA_GUARD_SCRIPT", text) : warning("script", text));
  };
  if (maxVus !== planned.peakVus)
    differ(
      maxVus > planned.peakVus,
      `the engine reads ${formatNumber(maxVus)} VUs from ${whose}, the plan says ${formatNumber(planned.peakVus)}`,
    );
  if (!(Math.abs(totalDurationMs - planned.maxDurationMs) <= toleratedMs))
    differ(
      totalDurationMs > planned.maxDurationMs,
      `the engine reads a duration of ${formatDuration(totalDurationMs)} from ${whose}, the plan says ${formatDuration(planned.maxDurationMs)}`,
    );
  return reasons;
}
