import type { Comparison } from "../../contract/comparison.ts";
import { errorTable, isErrorCode } from "../../contract/errors.ts";
import { formatCount, formatNumber, formatShare } from "../../contract/format-quantity.ts";
import type { Evidence, QualityFlag } from "../../contract/run.ts";
import { findEvidence, placeText } from "./find-evidence.ts";
import type { Advice, Advised } from "./advice.ts";

/** Comparable runs from which a change is more than provisional. */
const judgedFrom = 5;

/** How the next run could say more than this one. */
export function adviseOnEvidence({ document, evidence }: Advised): Advice[] {
  const { quality, comparisons, baseline, reasons, judged, verdict } = document;
  const advice: Advice[] = [];
  if (judged === null && verdict !== "invalid")
    advice.push({
      text: "Let every scenario hold its level for a while: without a common hold nothing can be judged.",
      evidence: [],
    });
  if (reasons.some(({ code }) => code === "PA_SLO_DEFAULTS"))
    advice.push({
      text: "Write objectives of your own: platform defaults were judged, which know nothing of this service.",
      evidence: [],
    });
  advice.push(...onFlags(quality.flags, evidence));
  const runs = baseline?.runs ?? 0;
  if (runs > 0 && runs < judgedFrom)
    advice.push({
      text: `Run the plan ${formatCount(judgedFrom - runs, "more time")} on builds that are known to be good: ${formatCount(runs, "comparable run")} so far, and changes are judged from ${judgedFrom} on.`,
      evidence: [],
    });
  const settling = widest(comparisons);
  if (settling !== null) advice.push(onWidth(settling, evidence));
  if (baseline !== null && runs >= judgedFrom && !baseline.calibrated)
    advice.push({
      text: "Calibrate the environment with `perf-agent calibrate`: until then a confirmed regression only warns.",
      evidence: [],
    });
  return advice;
}

/** So many reasons of one piece of advice are told; the others are behind its evidence. */
const mostReasons = 3;
/** A remedy that asks nobody to do anything is no advice. */
const nothingToDo = /^Nothing to (?:do|mend)\b/u;

/** One piece of advice a kind of warning, however often the warning came. */
function onFlags(flags: readonly QualityFlag[], evidence: readonly Evidence[]): Advice[] {
  const warnings = Map.groupBy(
    flags.filter(({ severity }) => severity === "warn"),
    ({ code }) => code,
  );
  return [...warnings].flatMap(([code, all]) => {
    if (!isErrorCode(code) || nothingToDo.test(errorTable[code].remedy)) return [];
    const reasons = all.slice(0, mostReasons).map(({ text }) => text);
    if (all.length > mostReasons) reasons.push(`and ${all.length - mostReasons} more`);
    return [
      {
        text: `${errorTable[code].remedy} (${reasons.join("; ")})`,
        evidence: findEvidence(evidence, "quality", { code }),
      },
    ];
  });
}

/** The comparison that counts and could see least, of those that more baseline runs would settle. */
function widest(comparisons: readonly Comparison[]): Comparison | null {
  const open = comparisons.filter(
    ({ primary, status, needs }) => primary && status === "inconclusive" && (needs?.baselines ?? 0) > 0,
  );
  return open.toSorted((a, b) => (b.mde ?? 0) - (a.mde ?? 0))[0] ?? null;
}

function onWidth(
  { endpoint, scenario, statistic, mde, unit, needs }: Comparison,
  evidence: readonly Evidence[],
): Advice {
  const seen =
    mde === null
      ? "it saw nothing"
      : `it could see ${unit === "fraction" ? `${formatNumber(mde * 100, 2)} points` : formatShare(mde, 1)} at best`;
  return {
    text: `Make ${formatCount(needs?.baselines ?? 0, "further baseline run")} to settle ${statistic} of ${placeText(endpoint, scenario) ?? "the target"}: ${seen}.`,
    evidence: findEvidence(evidence, "comparison", { endpoint, scenario, statistic }),
  };
}
