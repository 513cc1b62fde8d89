import { median } from "../../../stats/quantile-type7.ts";
import { formatMs, formatShare } from "../../../contract/format-quantity.ts";
import type { BaselineRun, Control } from "../../../contract/baseline.ts";
import type { Comparison, ComparisonRules } from "../../../contract/comparison.ts";
import { spreadOf, standardError } from "./detectable-change.ts";
import { enoughRuns } from "./settings.ts";

/** What the control probe says about the machine and the way to the target. */
export interface ProbeShift {
  /** Share of the value before; above 0: slower. */
  readonly effect: number;
  readonly text: string;
}

const surprising = 3;

const probes = [
  { name: "a fixed loop on the generator", read: ({ cpuMs }: Control) => cpuMs, addsToLatency: false },
  { name: "connecting to the target", read: ({ connectMs }: Control) => connectMs, addsToLatency: true },
] as const;

/**
 * The probe that moved most, or null: by more than three standard errors of its own spread between runs, and by as much as would matter
 * in an endpoint: as a share, and in milliseconds where the probe's time is part of every latency. A probe needs five earlier runs.
 */
export function probeShift(
  current: BaselineRun,
  runs: readonly BaselineRun[],
  rules: ComparisonRules,
): ProbeShift | null {
  const shifts = probes.flatMap(({ name, read, addsToLatency }): ProbeShift[] => {
    const now = current.control === null ? null : read(current.control);
    const earlier = runs.flatMap(({ control }) => (control === null ? [] : [read(control)]));
    const logs = earlier.flatMap((value) => (isTime(value) ? [Math.log(value)] : []));
    if (!isTime(now) || logs.length < enoughRuns) return [];
    const middle = median(logs);
    const change = Math.log(now) - middle;
    const error = standardError({ spread: spreadOf(logs), baselines: logs.length });
    if (Math.abs(change) <= surprising * error || Math.abs(change) < Math.log1p(rules.atLeast)) return [];
    if (addsToLatency && Math.abs(now - Math.exp(middle)) < rules.atLeastMs) return [];
    const effect = Math.expm1(change);
    const way = effect > 0 ? "longer" : "less long";
    const figures = `${formatMs(now)}, before ${formatMs(Math.exp(middle))}`;
    return [
      {
        effect,
        text: `${name} takes ${formatShare(Math.abs(effect), 1)} ${way} than in ${logs.length} earlier runs (${figures})`,
      },
    ];
  });
  return shifts.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))[0] ?? null;
}

function isTime(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}

/** Waiting for a processor may make an endpoint as much slower again as the loop; beyond that the machine is no explanation. */
const explained = 2;

/** The machine became slower, and a slowdown of this share may be all its own. */
export function mayExplain(shift: ProbeShift | null, effect: number): boolean {
  return shift !== null && shift.effect > 0 && effect <= explained * shift.effect;
}

/**
 * Takes back what the machine may have caused: on a slower one slowdowns up to twice its own, on a faster one improvements and unchanged
 * latency. What holds in spite of it stands, and so do error rates and throughput.
 */
export function blameMachine(comparison: Comparison, shift: ProbeShift | null): Comparison {
  if (shift === null || comparison.unit !== "ms") return comparison;
  const doubtful: readonly Comparison["status"][] =
    shift.effect > 0 ? ["regression-suspected"] : ["improved", "no-regression"];
  if (!doubtful.includes(comparison.status)) return comparison;
  if (shift.effect > 0 && (comparison.effect ?? 0) > explained * shift.effect) return comparison;
  return { ...comparison, status: "environment-shift" };
}
