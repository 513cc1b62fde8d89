import { writeAtomically } from "../../src/adapters/files/write-atomically.ts";
import { median, quantileType7 } from "../../src/stats/quantile-type7.ts";
import { latenciesOf } from "./check-run.ts";
import { blockPlans, faultKinds, mainEndpoint, type GroupPlan } from "./groups.ts";
import { planFiles } from "./make-block.ts";
import { bestTrial, nextSize, type Trial } from "./next-size.ts";
import { oneRun } from "./one-run.ts";
import { secondsAfter } from "./read-samples.ts";
import { faultSettings, readSizes } from "./sizes.ts";
import type { Sitting } from "./sitting.ts";

const warmUpSeconds = 2;
const keptSeconds = 8;
/** Longest time of one trial with all around it. */
const secondsOfTrial = 20;
const mostTrials = 5;
const cleanRuns = 3;

/**
 * Finds the size of every group's fault by short runs, and writes each to `path` as soon as it is found; groups that are there already
 * are left as they are. The clean level is the median of three clean runs just before each kind of fault.
 */
export async function calibrate(path: string, { tell, mayBegin, signal }: Sitting): Promise<"complete" | "time is up"> {
  const plans = blockPlans.flatMap(({ groups }) => groups).filter(({ wanted }) => wanted > 0);
  for (const [fault, kind] of Object.entries(faultKinds)) {
    const sizes = await readSizes(path);
    const open = plans.filter((plan) => plan.fault === fault && sizes[plan.name] === undefined);
    if (open.length === 0) continue;
    const trials: Trial[] = [];
    const clean: number[] = [];
    for (let run = 0; run < cleanRuns; run++) clean.push(await shortRun(null, run, signal));
    const level = median(clean);
    tell(`${fault}: clean p95 ${level.toFixed(2)} ms`);
    for (const plan of open.toSorted((left, right) => right.wanted - left.wanted)) {
      for (let trial = 0; trial < mostTrials && !isNear(trials, plan); trial++) {
        if (!mayBegin(secondsOfTrial)) return "time is up";
        const size = nextSize(trials, plan.wanted, kind);
        const p95 = await shortRun({ name: fault, ...faultSettings(fault, size) }, 100 + trials.length, signal);
        trials.push({ size, effect: p95 / level - 1 });
        tell(
          `${plan.name}: size ${size} changes p95 by ${(100 * (p95 / level - 1)).toFixed(1)} %, wanted ${(100 * plan.wanted).toFixed(0)} %`,
        );
        if (size >= kind.largest) break;
      }
      const best = bestTrial(trials, plan.wanted);
      if (best !== null) {
        const seen = Math.round(best.effect * 1000) / 1000;
        const all = { ...(await readSizes(path)), [plan.name]: { size: best.size, seen } };
        await writeAtomically(path, `${JSON.stringify(all, null, 2)}\n`);
        if (!isNear(trials, plan)) tell(`${plan.name}: nothing nearer than ${(100 * seen).toFixed(1)} % was found`);
      }
    }
  }
  return "complete";
}

/** Near enough for a wish: within a seventh of it, or one percent point. */
function isNear(trials: readonly Trial[], { wanted }: GroupPlan): boolean {
  const best = bestTrial(trials, wanted);
  return best !== null && Math.abs(best.effect - wanted) <= Math.max(0.01, wanted / 7);
}

/** The main endpoint's p95 in ms over a few seconds. */
function shortRun(
  fault: Readonly<Record<string, string | number>> | null,
  shopSeed: number,
  signal: AbortSignal,
): Promise<number> {
  const hold = `${warmUpSeconds + keptSeconds + 1}s`;
  return oneRun(
    {
      ...planFiles,
      overrides: [`scenarios.main.load.hold=${hold}`, `scenarios.others.load.hold=${hold}`],
      shopSeed,
      fault,
      kept: secondsAfter(warmUpSeconds, keptSeconds),
      signal,
    },
    async ({ series }) => quantileType7(latenciesOf(series, mainEndpoint), 0.95),
  );
}
