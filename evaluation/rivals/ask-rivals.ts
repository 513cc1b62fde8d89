import { changePointOnHistory } from "./change-point-on-history.ts";
import { percentRuleOnLastRun, percentRuleOnMedian } from "./percent-rule.ts";
import { pooledMannWhitney } from "./pooled-mann-whitney.ts";
import type { Rival, RivalInput } from "./rival.ts";
import { welchOnWindows } from "./welch-on-windows.ts";

/** What people use in place of this product, as simple as they use it. */
const rivals: readonly { readonly name: string; readonly judge: Rival }[] = [
  { name: "+10 % on the last run", judge: percentRuleOnLastRun },
  { name: "+10 % on the median", judge: percentRuleOnMedian },
  { name: "pooled Mann-Whitney", judge: pooledMannWhitney },
  { name: "Welch on windows", judge: welchOnWindows },
  { name: "change point, two runs later", judge: changePointOnHistory },
];

export const rivalNames: readonly string[] = rivals.map(({ name }) => name);

/** Asks every rival that has what it needs. */
export function askRivals(input: RivalInput): Map<string, boolean> {
  const answers = new Map<string, boolean>();
  for (const { name, judge } of rivals) {
    const answer = judge(input);
    if (answer !== null) answers.set(name, answer);
  }
  return answers;
}
