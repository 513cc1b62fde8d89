import type { Approvable } from "../contract/approval.ts";
import { canonicalJson } from "../contract/canonical-json.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { Profile, ScriptBundle } from "../contract/script-bundle.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { generateCleanupScript } from "../pipeline/generate/k6/generate-cleanup-script.ts";
import { generateScript } from "../pipeline/generate/k6/generate-script.ts";
import { admitScript, admitSource } from "../pipeline/guard/admit-script.ts";
import { previewLoad } from "../pipeline/plan/arithmetic.ts";
import { previewCleanup } from "../pipeline/plan/preview-cleanup.ts";
import { scaleLoad } from "../pipeline/plan/scale-load.ts";
import { writeEffectivePlan } from "../pipeline/plan/write-effective-plan.ts";
import type { FoundEngine, LoadEngine, PreparedScript } from "../ports/load-engine.ts";
import type { Agent } from "./agent.ts";
import { admit, assertAllowed, loadPlan, withReasons, type LoadedPlan, type PlanRequest } from "./load-plan.ts";
import { readEditedScript } from "./read-edited-script.ts";

/** One load that the run may come to use, frozen. */
export interface PreparedProfile {
  readonly profile: Profile;
  /** Of the plan's load; 0 for the clean-up, which is none. */
  readonly share: number;
  readonly plan: TestPlan;
  readonly preview: LoadPreview;
  readonly bundle: ScriptBundle;
  readonly script: PreparedScript;
}

/** Everything that a run is before it starts: what is reviewed, approved and run are these bytes. */
export interface PreparedRun {
  readonly loaded: LoadedPlan;
  readonly decision: GuardDecision;
  readonly found: FoundEngine;
  readonly engine: LoadEngine;
  readonly profiles: readonly PreparedProfile[];
  readonly approvable: Approvable;
  /** What the guard said of the scripts; they stay as they are, unlike addresses. */
  readonly scriptReasons: GuardDecision["reasons"];
  /** Digest of a script that differs from what the plan gives; null: it is as generated. */
  readonly editedScript: string | null;
  dispose(): Promise<void>;
}

/** null: the run was prepared without such a profile. */
export function profileOf(prepared: PreparedRun, wanted: Profile): PreparedProfile | null {
  return prepared.profiles.find(({ profile }) => profile === wanted) ?? null;
}

interface Written extends Omit<PreparedProfile, "script"> {
  /** What the plan itself gives; the bundle may be an edited one. */
  readonly generated: ScriptBundle;
}

/** The scripts of a plan: its own (or the edited one in its place), the reduced load of a last attempt, the clean-up. */
async function writeProfiles(
  agent: Agent,
  loaded: LoadedPlan,
  request: PlanRequest,
): Promise<{ written: readonly Written[]; warnings: GuardDecision["reasons"] }> {
  const { plan, data, uploads, slos, preview, policy } = loaded;
  const generated = generateScript({ plan, data, uploads, slos, preview });
  const edited =
    request.scriptDirectory === null ? null : await readEditedScript(agent, request.scriptDirectory, generated);
  const profiles: Written[] = [{ profile: "full", share: 1, plan, preview, bundle: edited ?? generated, generated }];
  const share = policy.retry.reducedTo;
  // What an edited script would be at less load, nobody knows.
  if (share !== null && edited === null) {
    const smaller = scaleLoad(plan, { load: share });
    const smallerPreview = previewLoad(smaller);
    const bundle = generateScript({ plan: smaller, data, uploads, slos, preview: smallerPreview });
    profiles.push({
      profile: "reduced",
      share,
      plan: smaller,
      preview: smallerPreview,
      bundle,
      generated: bundle,
    });
  }
  const cleanupPreview = previewCleanup(plan);
  const cleanup = cleanupPreview === null ? null : generateCleanupScript({ plan, uploads, preview: cleanupPreview });
  const bundle = cleanup?.bundle ?? null;
  if (bundle !== null && cleanupPreview !== null)
    profiles.push({ profile: "cleanup", share: 0, plan, preview: cleanupPreview, bundle, generated: bundle });
  const warnings = (cleanup?.missingInCleanup ?? []).map(({ endpoint, values }) => ({
    rule: "clean-up",
    outcome: "warn" as const,
    code: null,
    text: `after a kill ${endpoint} cannot clean up: only setup knows ${values.join(", ")}`,
  }));
  return { written: profiles, warnings };
}

/**
 * Reads the plan, asks the guard, writes every script that the run may use, freezes each with the engine and asks the guard about the
 * very archives. Throws every refusal as coded errors; nothing was sent to the target then.
 */
export async function prepareRun(
  agent: Agent,
  request: PlanRequest,
  onEngine: (sentence: string) => void,
): Promise<PreparedRun> {
  const loaded = await loadPlan(agent, request);
  const planDecision = await admit(agent, loaded);
  assertAllowed(planDecision);
  const { written, warnings } = await writeProfiles(agent, loaded, request);
  // Evaluating a script executes it, so its text is looked at before.
  const { enforcement } = planDecision;
  const sources = written.map(({ bundle, generated }) => admitSource({ bundle, generated, enforcement }));
  assertAllowed(withReasons(planDecision, sources.flat()));
  const found = await agent.provisioner.obtain(onEngine);
  const engine = agent.engine(found);
  const profiles = await freezeAll(engine, written);
  const dispose = async (): Promise<void> => {
    await Promise.all(profiles.map(({ script }) => script.dispose()));
  };
  try {
    const reasons = profiles.flatMap(({ bundle, script, preview, profile }, index) =>
      admitScript({
        source: sources[index] ?? [],
        bundle,
        profile,
        ...script,
        preview,
        // The clean-up is ended from outside when it takes longer than a teardown may.
        enforcement: profile === "cleanup" ? { ...enforcement, maxDurationMs: Infinity } : enforcement,
      }),
    );
    const scriptReasons = [...reasons, ...warnings];
    const decision = withReasons(planDecision, scriptReasons);
    assertAllowed(decision);
    const approvable = approvableOf(agent, loaded, decision, found, profiles);
    const editedScript = digestOfEdited(agent, written);
    return { loaded, decision, found, engine, profiles, approvable, editedScript, scriptReasons, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Asks the guard anew about a run that was prepared a while ago: addresses may have moved. Throws every refusal as coded errors. */
export async function admitAgain(agent: Agent, prepared: PreparedRun): Promise<PreparedRun> {
  const decision = withReasons(await admit(agent, prepared.loaded), prepared.scriptReasons);
  assertAllowed(decision);
  return { ...prepared, decision };
}

/** Data stand in the plan with digests of their own. */
function digestOfEdited(agent: Agent, written: readonly Written[]): string | null {
  const full = written.find(({ profile }) => profile === "full");
  if (full === undefined) return null;
  const [text, generated] = [full.bundle, full.generated].map(({ files }) =>
    canonicalJson(files.filter(({ path }) => !path.startsWith("data/"))),
  );
  return text === undefined || text === generated ? null : agent.documents.sha256(text);
}

/** Freezes every script, at once; what was frozen before one failed is removed. */
async function freezeAll(engine: LoadEngine, written: readonly Written[]): Promise<PreparedProfile[]> {
  const outcomes = await Promise.allSettled(
    written.map(async (profile) => ({ ...profile, script: await engine.prepare(profile.bundle) })),
  );
  const frozen = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed === undefined) return frozen;
  await Promise.all(frozen.map(({ script }) => script.dispose()));
  throw failed.reason;
}

function approvableOf(
  agent: Agent,
  { plan, uploads }: LoadedPlan,
  { enforcement, cost }: GuardDecision,
  found: FoundEngine,
  profiles: readonly PreparedProfile[],
): Approvable {
  const files = [
    ...plan.data.map(({ name, sha256 }) => [name, sha256] as const),
    ...Object.entries(uploads).map(([path, bytes]) => [path, agent.documents.sha256(bytes)] as const),
  ];
  return {
    schemaVersion: 1,
    plan: plan.name,
    environment: plan.target.environment,
    effectivePlan: agent.documents.sha256(writeEffectivePlan(plan)),
    archives: Object.fromEntries(profiles.map(({ profile, script }) => [profile, script.sha256])),
    data: Object.fromEntries(files),
    limits: {
      vus: enforcement.maxVus,
      durationMs: enforcement.maxDurationMs,
      ratePerSecond: enforcement.maxRatePerSecond,
      requests: enforcement.maxRequests,
      writes: enforcement.maxWrites,
      connections: enforcement.maxConnections,
      cost: cost.limit,
    },
    engine: { version: found.version, sha256: found.sha256 },
  };
}
