import { formatDuration, formatMs, formatNumber } from "../../../contract/format-quantity.ts";
import { subjectOf } from "../name-objective.ts";
import { msFromStart } from "../run-series.ts";
import { findOutage } from "./find-outage.ts";
import { findStalls } from "./find-stalls.ts";
import { balanceUsers } from "./littles-law.ts";
import type { AddFlag, ServiceFacts } from "./quality-facts.ts";

/** Share of the users that may be missing from Little's law. Journeys that end early make it account for too many. */
const tolerated = 0.1;
const leastStallsMs = 2_000;

/** What the samples themselves say against believing them. */
export function serviceFlags({ run, plan, judged, objectives, results }: ServiceFacts, add: AddFlag): void {
  if (judged === null) return;
  const outage = findOutage(run, judged);
  if (outage !== null)
    add(
      "PA_TARGET_RESTARTED",
      "invalid-load",
      `from ${formatDuration(msFromStart(run, outage.from))} on the target took no connections for ${formatDuration((outage.to - outage.from) * 1000)}, and then did again: it was restarted or cut off, and what follows is another state of it`,
    );
  for (const scenario of plan?.scenarios ?? []) {
    const balance = balanceUsers(run, scenario, judged);
    if (balance !== null && balance.accounted < (1 - tolerated) * balance.users)
      add(
        "PA_LOAD_INCONSISTENT",
        "warn",
        `by Little's law the iterations of ${scenario.name} account for ${formatNumber(balance.accounted, 1)} of ${formatNumber(balance.users)} virtual users`,
      );
    if (scenario.load.model !== "closed") continue;
    const stalls = findStalls(run, scenario.name, judged);
    if (stalls !== null && stalls.ms >= leastStallsMs)
      add(
        "PA_SAMPLES_COORDINATED",
        "info",
        `${scenario.name} stood still for ${formatDuration(stalls.ms)} while requests took up to ${formatMs(stalls.longestMs)}: its users waited and sent nothing meanwhile, so percentiles read too low`,
      );
  }
  results.forEach((result, i) => {
    const statistic = objectives[i]?.statistic;
    if (statistic?.kind !== "quantile" || result.samples === 0) return;
    const needed = Math.ceil(20 / (1 - statistic.q));
    const objective = objectives[i];
    if (objective !== undefined && result.samples < needed)
      add(
        "PA_SAMPLES_FEW",
        "warn",
        `${subjectOf(objective, result.endpoint)} rests on ${formatNumber(result.samples)} samples; it takes ${formatNumber(needed)} to be steady`,
      );
  });
}
