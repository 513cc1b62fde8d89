import type { LiveRun } from "./live-run.ts";
import { objectiveStanding } from "./objective-standing.ts";

/** A few sentences that stay the same for as long as nothing that matters changes. */
export function announcement({ done, state, guard, start, objectives }: LiveRun): string {
  if (done !== null)
    return done.verdict === null ? `The run is over: ${done.state}.` : `The run is over. Verdict: ${done.verdict}.`;
  const beyond = (start?.objectives ?? []).filter(
    (objective) => objectiveStanding(objective, objectives.get(objective.name)).standing === "beyond",
  );
  const alert = guard.findLast(({ level }) => level === "alert");
  return [
    state?.text,
    beyond.length === 0 ? undefined : `Beyond their limits: ${beyond.map(({ name }) => name).join(", ")}.`,
    alert?.text,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}
