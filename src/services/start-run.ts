import { PerfAgentError } from "../contract/errors.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { Analysis, RunProgress, RunRecord } from "../contract/run.ts";
import { fingerprintOf } from "../pipeline/analyse/fingerprint.ts";
import { exitCodeOf } from "../pipeline/analyse/verdict.ts";
import { endOf } from "../pipeline/execute/run-life-cycle.ts";
import { admitScript } from "../pipeline/guard/admit-script.ts";
import { writeEffectivePlan } from "../pipeline/plan/write-effective-plan.ts";
import type { FoundEngine } from "../ports/load-engine.ts";
import type { Agent } from "./agent.ts";
import { assertReviewed, type Review } from "./approve-plan.ts";
import { importBaselines } from "./carry-baselines.ts";
import { driveEngine, type Drive } from "./drive-engine.ts";
import { generate } from "./generate-plan.ts";
import { assertAllowed, readSecrets, type LoadedPlan, type PlanRequest } from "./load-plan.ts";
import { bundleFiles, judge, toJson, writeScript, type FrozenBaselines } from "./run-bundle.ts";
import { saveRun } from "./save-run.ts";

export interface StartRunRequest extends PlanRequest {
  readonly tags: Readonly<Record<string, string>>;
  /** Keep the raw samples as a compressed file of the run folder. */
  readonly keepSamples: boolean;
  /** What exit code 4 becomes where nothing was decided; an invalid run stays invalid. */
  readonly inconclusiveAs: "pass" | "fail" | undefined;
  /** A baseline series to compare with, beside what the store knows. */
  readonly baselinesFile: string | null;
}

/** Told as a run goes on; each is called once but `engine` and `progress`. */
export interface RunListener {
  /** Sentences while an engine is obtained. */
  engine(sentence: string): void;
  header(run: { runId: string; loaded: LoadedPlan; found: FoundEngine }): void;
  guard(decision: GuardDecision, preview: LoadPreview): void;
  review(review: Review): void;
  progress(progress: RunProgress): void;
}

export interface FinishedRun {
  readonly analysis: Analysis;
  readonly directory: string;
  readonly warnings: LoadedPlan["warnings"];
  /** By the table of verdicts, or 130 and 143 after a signal. */
  readonly exitCode: number;
}

const comparableRuns = 30;

/** UTC stamp, plan name, short random suffix. */
export function newRunId(agent: Agent, planName: string): string {
  const stamp = new Date(agent.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "-");
  const name = planName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
    .slice(0, 40);
  return `${stamp}-${name === "" ? "run" : name}-${agent.system.randomHex(4)}`;
}

async function assertReachable(agent: Agent, { plan }: LoadedPlan, decision: GuardDecision): Promise<void> {
  const urls = [plan.target.baseUrl, ...Object.values(plan.target.others)];
  const answers = await Promise.all(
    urls.map(async (url) => {
      const host = new URL(url).hostname.replaceAll(/^\[|\]$/gu, "");
      const address = decision.enforcement.pins[host] ?? host;
      return agent.probe.reach(url, address, { caFile: plan.target.tlsCaFile });
    }),
  );
  const mistakes = answers.filter((answer) => answer !== null);
  if (mistakes.length > 0) {
    throw new PerfAgentError(mistakes.map((text) => ({ code: "PA_TARGET_UNREACHABLE" as const, text })));
  }
}

/** Baselines comparable with the run to come, newest first, frozen before it starts. */
async function freezeBaselines(
  agent: Agent,
  request: StartRunRequest,
  loaded: LoadedPlan,
  found: FoundEngine,
): Promise<FrozenBaselines> {
  const facts = fingerprintOf({
    plan: loaded.plan,
    engine: { name: "k6", majorVersion: Number(found.version.split(".")[0]) },
  });
  const fingerprint = agent.documents.sha256(facts);
  const store = await agent.store();
  if (request.baselinesFile !== null) {
    await importBaselines(agent, request.baselinesFile);
  }
  const runs = await store.baselines({ fingerprint, before: agent.clock.now(), limit: comparableRuns });
  return { schemaVersion: 1, fingerprint, runs };
}

/** The main loop: plan, guard, generate, review, execute, collect, analyse, report. */
export async function startRun(agent: Agent, request: StartRunRequest, listener: RunListener): Promise<FinishedRun> {
  const { loaded, decision: planDecision, bundle } = await generate(agent, request);
  const { plan, preview, slos, policy } = loaded;
  assertAllowed(planDecision);
  const review = await assertReviewed(agent, loaded, request.planFile, bundle);
  const secrets = await readSecrets(agent, plan, request.planFile);
  await assertReachable(agent, loaded, planDecision);

  const found = await agent.provisioner.obtain((sentence) => listener.engine(sentence));
  const engine = agent.engine(found);
  const script = await engine.prepare(bundle);
  try {
    const source = Object.fromEntries(bundle.files.flatMap((file) => ("text" in file ? [[file.path, file.text]] : [])));
    const reasons = admitScript({
      source,
      inspected: script.inspected,
      preview,
      enforcement: planDecision.enforcement,
    });
    const refused = reasons.some(({ outcome }) => outcome === "refuse");
    const decision: GuardDecision = {
      ...planDecision,
      decision: refused ? "refuse" : planDecision.decision,
      reasons: [...planDecision.reasons, ...reasons],
    };
    assertAllowed(decision);

    const runId = newRunId(agent, plan.name);
    listener.header({ runId, loaded, found });
    listener.guard(decision, preview);
    listener.review(review);

    const baselines = await freezeBaselines(agent, request, loaded, found);
    const effectivePlan = writeEffectivePlan(plan);
    const planHash = agent.documents.sha256(effectivePlan);
    const tags = { ...plan.tags, ...request.tags };
    const folder = await agent.folders.create(runId);
    await folder.write(bundleFiles.planAsTyped, loaded.planText);
    await folder.write(bundleFiles.plan, effectivePlan);
    await folder.write(bundleFiles.preview, toJson(preview));
    await folder.write(bundleFiles.objectives, toJson(slos));
    await folder.write(bundleFiles.policy, toJson(policy));
    await folder.write(bundleFiles.guard, toJson(decision));
    await folder.write(bundleFiles.baselines, toJson(baselines));
    await writeScript(folder, bundle);

    const toRecord = (drive: Drive | null): RunRecord => {
      const hours = drive === null ? 0 : (drive.finishedAt - drive.startedAt) / 3_600_000;
      return {
        schemaVersion: 1,
        runId,
        ...(drive === null ? { state: "running" as const, stoppedBy: null } : endOf(drive.stop, drive.outcome)),
        startedAt: drive === null ? agent.clock.now() : scenariosStartedAt(drive, loaded),
        finishedAt: drive?.finishedAt ?? null,
        service: plan.service,
        environment: plan.target.environment,
        plan: { name: plan.name, sha256: planHash, seed: plan.seed },
        tags,
        engine: { name: engine.name, version: engine.version },
        agentVersion: agent.version,
        outcome: drive?.outcome ?? null,
        guard: { decision: "allow", hits: drive?.outcome.guardHits ?? 0 },
        cost: {
          estimated: decision.cost.estimated,
          actual: policy.cost.perVuHour * preview.peakVus * hours,
          currency: decision.cost.currency,
        },
        attempts: [],
        reducedTo: null,
        cutIterations: null,
        imported: false,
      };
    };
    const started = toRecord(null);
    await folder.write(bundleFiles.record, toJson(started));
    await saveRun(agent, folder.directory, started, baselines.fingerprint, null);

    const drive = await driveEngine(agent, {
      engine,
      script,
      folder,
      runId,
      plan,
      preview,
      slos,
      policy,
      decision,
      secrets,
      keepSamples: request.keepSamples,
      onProgress: (progress) => listener.progress(progress),
    }).catch(async (error: unknown) => {
      // The store must not show it as running for ever; what made it fail may make this fail too.
      const failed: RunRecord = { ...started, state: "stopped", stoppedBy: "failure", finishedAt: agent.clock.now() };
      await folder.write(bundleFiles.record, toJson(failed)).catch(() => undefined);
      await saveRun(agent, folder.directory, failed, baselines.fingerprint, null).catch(() => undefined);
      throw error;
    });
    const record = toRecord(drive);
    await folder.write(bundleFiles.record, toJson(record));
    await folder.write(bundleFiles.collection, toJson(drive.collection));
    const { analysis, files } = await judge({
      record,
      plan,
      preview,
      slos,
      baselines,
      collection: drive.collection,
      windows: drive.windows,
    });
    for (const [name, content] of Object.entries(files)) await folder.write(name, content);
    await folder.seal();
    await saveRun(agent, folder.directory, record, baselines.fingerprint, analysis);
    return {
      analysis,
      directory: folder.directory,
      warnings: loaded.warnings,
      exitCode: exitCodeOf(analysis.document.verdict, {
        inconclusiveAs: request.inconclusiveAs,
        interrupted: drive.interruptedBy ?? undefined,
      }),
    };
  } finally {
    await script.dispose();
  }
}

/** When scenarios began: as the script told, else when the engine was started. */
function scenariosStartedAt({ collection, startedAt }: Drive, { plan }: LoadedPlan): number {
  const told = plan.scenarios.flatMap(({ name, startAfterMs }) => {
    const at = collection.scenarioStarts[name];
    return at === undefined ? [] : [at - startAfterMs];
  });
  return told.length === 0 ? startedAt : Math.round(Math.min(...told));
}
