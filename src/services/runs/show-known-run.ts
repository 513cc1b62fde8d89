import type { RunHead } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { RunDocument } from "../../contract/run.ts";
import { isOver } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { showRun } from "../show-run.ts";
import { knownRun, type KnownRun } from "./known-run.ts";
import { runHeadOf } from "./run-head.ts";

/** A run that was judged as its document, with the tags that it has now; any other as its line. Throws PA_RUN_NOT_FOUND. */
export async function showKnownRun(service: Service, runId: string): Promise<RunDocument | RunHead> {
  const known = await knownRun(service, runId);
  const document = await documentOf(service, known);
  return document === null ? runHeadOf(known.stored, known.state) : { ...document, tags: { ...known.stored.tags } };
}

/** null: the run is not over, was not judged, or its folder is not here (another machine's, or moved away). Throws PA_RUN_BUNDLE_DAMAGED. */
export async function documentOf(service: Service, { stored, state }: KnownRun): Promise<RunDocument | null> {
  if (!isOver(state) || stored.verdict === null) return null;
  return showRun(service, stored.directory).catch((error: unknown) => {
    if (error instanceof PerfAgentError && error.mistakes[0]?.code === "PA_RUN_NOT_FOUND") return null;
    throw error;
  });
}
