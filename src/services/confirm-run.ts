import type { AskedRun } from "../contract/asked-run.ts";
import { comparisonBasisSchema, type ComparisonBasis } from "../contract/comparison.ts";
import { PerfAgentError } from "../contract/errors.ts";
import type { SeriesName } from "../contract/ledger.ts";
import type { ConfirmDocument } from "../contract/rerun-documents.ts";
import type { RunDocument } from "../contract/run.ts";
import { differencesOf } from "../pipeline/analyse/fingerprint.ts";
import { nameChangedParts } from "../pipeline/guard/name-changed-parts.ts";
import type { Agent } from "./agent.ts";
import { readAskedRun, requestAgain } from "./asked-run.ts";
import { traitsFor } from "./freeze-baselines.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { liveEntries } from "./regressions.ts";
import { bundleFiles, readDocument, readJson } from "./run-bundle.ts";
import type { FinishedRun, StartRunRequest } from "./run-request.ts";
import { runSeries, totalOf, unusable, type SeriesListener } from "./run-series.ts";
import { prepareAudited } from "./start-run.ts";

export interface ConfirmRequest {
  /** Run id, folder or "latest". */
  readonly run: string;
  /** Where the plan lies now; null: where it lay then. */
  readonly planFile: string | null;
  /** Executions in which a regression must be suspected, the run itself among them: 2, or 3 for a release. */
  readonly times: number;
  readonly inconclusiveAs: StartRunRequest["inconclusiveAs"];
}

export interface Confirmation extends Omit<ConfirmDocument, "schemaVersion" | "run" | "reruns"> {
  readonly reruns: readonly FinishedRun[];
}

/**
 * Repeats a run within the same guard and approval, against the same earlier runs, and says whether what was suspected in it is suspected
 * again. One execution without it settles the matter. Throws PA_RERUN_IMPOSSIBLE, PA_RERUN_CHANGED, and what refuses a run.
 */
export async function confirmRun(
  agent: Agent,
  { run, planFile, times, inconclusiveAs }: ConfirmRequest,
  listener: SeriesListener,
): Promise<Confirmation> {
  const folder = await agent.folders.open(run);
  await folder.verify();
  const document = await readDocument(folder);
  const suspected = suspectedIn(document);
  const confirms = { runId: document.runId, suspected };
  if (suspected.length === 0)
    return { exitCode: 0, confirms, outcome: "nothing-to-confirm", times, confirmed: [], reruns: [] };
  const asked = await readAskedRun(folder);
  const basis = await asKnownNow(agent, document, await readJson(folder, bundleFiles.baselines, comparisonBasisSchema));
  const again: StartRunRequest = {
    ...requestAgain(asked),
    planFile: planFile ?? asked.planFile,
    purpose: "confirmation",
    inconclusiveAs,
  };
  const prepared = await prepareAudited(agent, again, listener.run);
  try {
    assertUnchanged(agent, { asked, basis, runId: document.runId }, prepared);
    const atMost = times - 1;
    listener.total(totalOf(Array.from({ length: atMost }, () => ({ prepared }))));
    const step = (finished: readonly FinishedRun[]) => {
      const open = stillSuspected(suspected, finished);
      if (open.length === 0) return null;
      // What comes before the last execution confirms nothing by itself: it is judged like any run.
      const last = finished.length === atMost - 1;
      const frozen = { ...basis, confirms: last ? { ...confirms, suspected: open } : null };
      return { prepared, label: null, request: { ...again, basis: frozen } };
    };
    const { runs: reruns, interruptedBy } = await runSeries(agent, { atMost, next: step }, listener);
    const confirmed = stillSuspected(suspected, reruns);
    const settled = reruns.every(({ analysis }) => decides(analysis.document));
    const complete = reruns.length === atMost || confirmed.length === 0;
    const outcome = !settled || !complete ? "not-settled" : confirmed.length > 0 ? "confirmed" : "not-confirmed";
    const exitCode = interruptedBy ?? codeOf(outcome, reruns.at(-1)?.exitCode ?? 4, inconclusiveAs);
    return { exitCode, confirms, outcome, times, confirmed: outcome === "confirmed" ? confirmed : [], reruns };
  } finally {
    await prepared.dispose();
  }
}

/** Series whose slowdown counts for the verdict and that nobody accepted. An invalid run suspects nothing. */
export function suspectedIn(document: Pick<RunDocument, "verdict" | "comparisons">): SeriesName[] {
  if (document.verdict === "invalid") return [];
  return document.comparisons
    .filter(({ status }) => status === "regression-suspected" || status === "regression-confirmed")
    .filter(({ primary, accepted }) => primary && accepted === null)
    .map(({ scenario, endpoint, statistic }) => ({ scenario, endpoint, statistic }));
}

/** A rerun on a slower machine says nothing, neither does one whose load was not what was asked for. */
function decides(document: RunDocument): boolean {
  return (
    unusable(document) === null &&
    !document.comparisons.some(({ primary, status }) => primary && status === "environment-shift")
  );
}

const keyOf = ({ scenario, endpoint, statistic }: SeriesName): string =>
  JSON.stringify([scenario, endpoint, statistic]);

/** What every execution suspects. */
function stillSuspected(suspected: readonly SeriesName[], reruns: readonly FinishedRun[]): SeriesName[] {
  const found = reruns.map(({ analysis }) => new Set(suspectedIn(analysis.document).map(keyOf)));
  return suspected.filter((series) => found.every((names) => names.has(keyOf(series))));
}

/** Throws PA_RERUN_CHANGED, one mistake for each thing that is not what it was. */
function assertUnchanged(
  agent: Agent,
  { asked, basis, runId }: { readonly asked: AskedRun; readonly basis: ComparisonBasis; readonly runId: string },
  prepared: PreparedRun,
): void {
  const parts = nameChangedParts(asked.approvable, prepared.approvable);
  if (parts.length === 0) return;
  // Digests of a whole plan say that something differs, traits say what.
  const traits = differencesOf(basis.traits, traitsFor(agent, prepared, prepared.loaded.plan));
  throw new PerfAgentError([
    ...parts.map((part) => ({ code: "PA_RERUN_CHANGED" as const, text: `since ${runId} changed: ${part}` })),
    ...traits.map((trait) => ({ code: "PA_RERUN_CHANGED" as const, text: `${runId} cannot be compared: ${trait}` })),
  ]);
}

/** The rerun's own, but that a question which is still open is no pass. */
export function codeOf(
  outcome: Confirmation["outcome"],
  rerun: number,
  inconclusiveAs: StartRunRequest["inconclusiveAs"],
): number {
  if (outcome !== "not-settled" || rerun !== 0) return rerun;
  return inconclusiveAs === "pass" ? 0 : inconclusiveAs === "fail" ? 1 : 4;
}

/** The same earlier runs, with what people accepted or took back and what calibration measured since. */
export async function asKnownNow(
  agent: Pick<Agent, "store" | "clock">,
  { service, environment, plan }: Pick<RunDocument, "service" | "environment" | "plan">,
  basis: ComparisonBasis,
): Promise<ComparisonBasis> {
  const { book, ledger } = await agent.store();
  const live = await liveEntries(agent, { service, environment, plan: plan.name });
  const accepted = live.filter(({ state }) => state === "accepted");
  // A folder that came from another machine brings acceptances that the store here has never heard of.
  for (const entry of basis.accepted) if ((await ledger.get(entry.id)) === null) accepted.push(entry);
  return { ...basis, accepted, calibration: (await book.calibration(basis.fingerprint)) ?? basis.calibration };
}
