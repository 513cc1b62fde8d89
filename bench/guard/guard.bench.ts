import { admitPlan } from "../../src/pipeline/guard/admit-plan.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";
import { makeLargePlan } from "./large-plan.ts";

const rounds = 25;

/** The guard's decision on a large plan: 500 endpoints, 50 scenarios of 100 steps, 20 servers, 200 names of production. The first one is told apart, as a command decides once. */
export default async function benchGuard(): Promise<readonly BenchFigure[]> {
  const inputs = makeLargePlan(500, 50);
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    const { decision, reasons } = admitPlan(inputs);
    const elapsed = performance.now() - startedAt;
    if (decision !== "allow") throw new Error(`refused: ${reasons.map(({ text }) => text).join("; ")}`);
    return elapsed;
  });
  return [figure("first", times[0] ?? Number.NaN), figure("median", median(times))];
}

function figure(what: string, value: number): BenchFigure {
  const name = `guard decision, 500 endpoints in 50 scenarios, ${what}`;
  return { name, value, unit: "ms", bar: "< 100", rival: null, rivalValue: null };
}
