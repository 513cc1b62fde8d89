import { z } from "zod";
import { guardDecisionSchema, type GuardDecision } from "../contract/policy.ts";
import type { FoundEngine, PreparedScript } from "../ports/load-engine.ts";
import type { Agent } from "./agent.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { toJson } from "./run-bundle.ts";

const kitSchema = z.strictObject({
  schemaVersion: z.literal(1),
  planFile: z.string(),
  engine: z.strictObject({
    path: z.string(),
    version: z.string(),
    sha256: z.string(),
    from: z.enum(["configured", "path", "cache", "release", "built"]),
  }),
  enforcement: guardDecisionSchema.shape.enforcement,
  evaluatedIn: z.enum(["network-namespace", "dead-proxy"]),
  /** null: the plan has nothing to clean up. */
  cleanup: z
    .strictObject({
      sha256: z.string(),
      files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
      inspected: z.strictObject({ maxVus: z.number(), totalDurationMs: z.number() }),
      longestMs: z.number(),
    })
    .nullable(),
});

/** What another process needs to bring a run to its end after ours was killed. */
export interface RecoveryKit {
  readonly planFile: string;
  readonly engine: FoundEngine;
  readonly enforcement: GuardDecision["enforcement"];
  readonly evaluatedIn: PreparedScript["evaluatedIn"];
  readonly cleanup: { readonly script: PreparedScript; readonly longestMs: number } | null;
}

function placesOf({ recoveryDirectory }: Agent, runId: string): { folder: string; kit: string; archive: string } {
  const folder = `${recoveryDirectory}/${runId}`;
  return { folder, kit: `${folder}/kit.json`, archive: `${folder}/clean-up.tar` };
}

/**
 * Keeps the approved clean-up of a run outside its run folder, as rows of data are in it: private, and only while the run goes on. Secrets
 * are not kept; whoever recovers reads them again.
 */
export async function keepRecovery(
  agent: Agent,
  { runId, prepared, planFile }: { readonly runId: string; readonly prepared: PreparedRun; readonly planFile: string },
): Promise<{ remove(): Promise<void> }> {
  const places = placesOf(agent, runId);
  const { found, decision, profiles } = prepared;
  const cleanup = profiles.find(({ profile }) => profile === "cleanup");
  if (cleanup !== undefined) {
    const bytes = await agent.documents.readBytes(cleanup.script.archive);
    if (bytes !== null) await agent.documents.write(places.archive, bytes, { overwrite: true, private: true });
  }
  const kit: z.infer<typeof kitSchema> = {
    schemaVersion: 1,
    planFile: agent.documents.beside(planFile, planFile.split(/[\\/]/u).at(-1) ?? planFile),
    engine: { path: found.path, version: found.version, sha256: found.sha256, from: found.from },
    enforcement: decision.enforcement,
    evaluatedIn: profiles[0]?.script.evaluatedIn ?? "dead-proxy",
    cleanup:
      cleanup === undefined
        ? null
        : {
            sha256: cleanup.script.sha256,
            files: [...cleanup.script.files],
            inspected: cleanup.script.inspected,
            longestMs: Math.min(cleanup.preview.maxDurationMs, decision.enforcement.teardownTimeoutMs),
          },
  };
  await agent.documents.write(places.kit, toJson(kit), { overwrite: true, private: true });
  return { remove: () => agent.documents.remove(places.folder) };
}

/** null when there is none, or none that can be read: then there is nothing to clean up with. */
export async function readRecovery(agent: Agent, runId: string): Promise<RecoveryKit | null> {
  const places = placesOf(agent, runId);
  const bytes = await agent.documents.readBytes(places.kit);
  if (bytes === null) return null;
  const parsed = kitSchema.safeParse(parsedJson(bytes));
  if (!parsed.success) return null;
  const { cleanup, ...kit } = parsed.data;
  const script =
    cleanup === null
      ? null
      : { ...cleanup, archive: places.archive, evaluatedIn: kit.evaluatedIn, dispose: () => Promise.resolve() };
  return { ...kit, cleanup: script === null ? null : { script, longestMs: script.longestMs } };
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

export function removeRecovery(agent: Agent, runId: string): Promise<void> {
  return agent.documents.remove(placesOf(agent, runId).folder);
}
