import type { RunVerdict } from "../../contract/api/runs.ts";
import { isOver } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { knownRun } from "./known-run.ts";
import { verdictOf } from "./run-head.ts";
import { documentOf } from "./show-known-run.ts";

/** What a rollout controller asks again and again. Whatever is not known promotes nothing. Throws PA_RUN_NOT_FOUND. */
export async function runVerdict(service: Service, runId: string): Promise<RunVerdict> {
  const known = await knownRun(service, runId);
  const { stored, state } = known;
  const verdict = isOver(state) ? verdictOf(stored) : null;
  const document = await documentOf(service, known);
  return {
    runId,
    state,
    verdict,
    promote: verdict === "pass" || verdict === "warn",
    exitCode: document?.exitCode ?? null,
    reasons: document?.reasons.map(({ text }) => text) ?? (stored.reason === null ? [] : [stored.reason]),
  };
}
