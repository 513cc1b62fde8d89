import type { Analysis, RunDocument } from "../../contract/run.ts";

const objectivePrefix = "objective:";

const words: Readonly<Record<string, string>> = {
  interrupt: "it was interrupted",
  request: "it was stopped on request",
  guard: "the guard stopped it",
  budget: "the cost ceiling stopped it",
  timeout: "the time limit stopped it",
  engine: "the engine ended by itself",
  failure: "the agent failed",
  crash: "the agent was killed, and what it had was recovered",
};

/** Who ended the run: `the guard stopped it`; null for a run that came to its own end. */
export function describeStop({ stoppedBy, state }: Pick<RunDocument, "stoppedBy" | "state">): string | null {
  if (stoppedBy === null) return state === "finished" ? null : `it was ${state}`;
  return stoppedBy.startsWith(objectivePrefix)
    ? `objective "${stoppedBy.slice(objectivePrefix.length)}" stopped it`
    : (words[stoppedBy] ?? `it was ended by ${stoppedBy}`);
}

/** The same with the reason that was given when it was stopped. */
export function describeStopInFull({ document, certificate }: Analysis): string | null {
  const stop = describeStop(document);
  const why = certificate?.observed.attempts.findLast(({ profile }) => profile !== "cleanup")?.text;
  return stop === null || document.stoppedBy === null || why === undefined ? stop : `${stop}: ${why}`;
}

const partialCodes: readonly string[] = ["PA_RUN_ENDED_EARLY", "PA_RUN_RECOVERED"];

/** Only a part of the plan was run, so what is judged is judged on that part. */
export function isPartial({ quality }: Pick<RunDocument, "quality">): boolean {
  return quality.flags.some(({ code }) => partialCodes.includes(code));
}
