import type { Attempt } from "../../contract/certificate.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { guardDecisionSchema, policySchema } from "../../contract/policy.ts";
import { runRecordSchema, type RunRecord } from "../../contract/run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { summariseWindows } from "../../pipeline/collect/summarise-windows.ts";
import type { ActiveRun } from "../../ports/active-runs.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import type { Agent } from "../agent.ts";
import { reviewSchema } from "../approve-plan.ts";
import { cleanUp, type CleanedUp } from "../clean-up.ts";
import { concludeRun } from "../conclude-run.ts";
import { readSecrets } from "../load-plan.ts";
import { startUpMs } from "../make-attempt.ts";
import { readRecovery, removeRecovery, type RecoveryKit } from "../recovery-kit.ts";
import { bundleFiles, readFrozen, readJson } from "../run-bundle.ts";
import { saveRun } from "../save-run.ts";
import { userName } from "../user-name.ts";

export interface RecoveredRun {
  readonly runId: string;
  readonly directory: string;
  /** One sentence for people. */
  readonly text: string;
}

/**
 * Brings every run of this machine to its end whose process is gone: no engine is left, what was collected is judged and sealed, the
 * approved clean-up runs, the environment is free. Several processes may do so at once; each run is recovered by one.
 */
export async function recoverRuns(agent: Agent): Promise<readonly RecoveredRun[]> {
  const runs = await agent.activeRuns();
  const recovered: RecoveredRun[] = [];
  for (const run of await runs.list()) {
    if (await agent.processes.isAlive(run.owner)) continue;
    if (!(await runs.takeOver(run.runId, run.owner, agent.processes.self))) continue;
    // Its output has no reader any more, which ends it; this is for one that hangs.
    if (run.engine !== null) await agent.processes.killGroup(run.engine);
    const done = await recover(agent, run);
    await removeRecovery(agent, run.runId);
    await runs.release(run.runId);
    if (done !== null) recovered.push(done);
  }
  return recovered;
}

async function recover(agent: Agent, run: ActiveRun): Promise<RecoveredRun | null> {
  const folder = await agent.folders.open(run.directory).catch((error: unknown) => {
    if (error instanceof PerfAgentError) return null;
    throw error;
  });
  // It was killed before it wrote anything.
  if (folder === null) return null;
  const { runId, directory } = { runId: run.runId, directory: folder.directory };
  try {
    const started = await readJson(folder, bundleFiles.record, runRecordSchema);
    if (started.state !== "running") return null;
    const text = await conclude(agent, folder, started);
    await audit(agent, started, text);
    return { runId, directory, text };
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    const why = error.mistakes.map((mistake) => mistake.text).join("; ");
    return {
      runId,
      directory,
      text: `run ${runId} was cut off when perf-agent was killed, and cannot be judged: ${why}`,
    };
  }
}

/** Judges what the folder has. Returns what to tell people. */
async function conclude(agent: Agent, folder: RunFolder, started: RunRecord): Promise<string> {
  const { plan, preview, slos, baselines } = await readFrozen(folder);
  if (plan === null || preview === null)
    throw PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `${folder.directory} holds no plan`);
  const kit = await readRecovery(agent, started.runId);
  const cleaned = await cleanUpAfter(agent, folder, { runId: started.runId, plan, kit });
  const windows = await folder.readWindows();
  const last = windows.reduce((latest, { at }) => Math.max(latest, at + 1_000), started.startedAt);
  const first: Attempt = {
    number: 1,
    profile: "full",
    share: 1,
    startedAt: started.startedAt,
    finishedAt: last,
    result: "stopped",
    text: "perf-agent was killed",
  };
  const attempts = [
    first,
    ...(cleaned === null ? [] : [{ ...cleaned.attempt, number: 2, profile: "cleanup" as const, share: 0 }]),
  ];
  const hours = (last - started.startedAt) / 3_600_000;
  const policy = await readJson(folder, bundleFiles.policy, policySchema);
  const record: RunRecord = {
    ...started,
    state: "interrupted",
    stoppedBy: "crash",
    finishedAt: last,
    attempts,
    cost: { ...started.cost, actual: policy.cost.perVuHour * preview.peakVus * hours },
  };
  const summary = summariseWindows(windows);
  const analysis = await concludeRun({
    plan,
    preview,
    slos,
    baselines,
    folder,
    record,
    collection: cleaned === null ? summary : { ...summary, leftovers: cleaned.leftovers },
    windows,
    allWindows: [...windows, ...(cleaned?.windows ?? [])],
    guardedBy: {
      policy,
      decision: await readJson(folder, bundleFiles.guard, guardDecisionSchema),
      review: await readJson(folder, bundleFiles.review, reviewSchema),
      evaluatedIn: kit?.evaluatedIn ?? "dead-proxy",
    },
    beforeSeal: () => Promise.resolve(),
  });
  if (folder.directory.startsWith(agent.folders.root))
    await saveRun(agent, folder.directory, record, baselines, analysis);
  const seconds = Math.round((last - started.startedAt) / 1000);
  return `run ${started.runId} was cut off when perf-agent was killed; its ${seconds} s are kept and judged${cleaned === null ? "" : `; ${cleaned.attempt.text}`}`;
}

/** null: there is nothing to clean up with. */
async function cleanUpAfter(
  agent: Agent,
  folder: RunFolder,
  { runId, plan, kit }: { readonly runId: string; readonly plan: TestPlan; readonly kit: RecoveryKit | null },
): Promise<CleanedUp | null> {
  if (kit === null || kit.cleanup === null) return null;
  const at = agent.clock.now();
  try {
    const secrets = await readSecrets(agent, plan, kit.planFile);
    return await cleanUp(agent, {
      engine: agent.engine(kit.engine),
      script: kit.cleanup.script,
      runId,
      secrets,
      enforcement: kit.enforcement,
      tlsCaFile: plan.target.tlsCaFile,
      longestMs: kit.cleanup.longestMs + startUpMs,
      onLog: (line) => folder.appendLine(bundleFiles.engineLog, line),
    });
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    const why = error.mistakes[0]?.text ?? "for an unknown reason";
    const text = `the clean-up could not be run: ${why}`;
    return { attempt: { startedAt: at, finishedAt: at, result: "engine-failed", text }, leftovers: null, windows: [] };
  }
}

async function audit(agent: Agent, { runId, plan, environment }: RunRecord, text: string): Promise<void> {
  const store = await agent.store();
  await store.audit.record({
    at: agent.clock.now(),
    actor: userName(agent),
    action: "recover",
    outcome: "done",
    runId,
    subject: `${plan.name} on ${environment}`,
    reasons: [text],
  });
}
