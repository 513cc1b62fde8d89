import type { PerfAgentError } from "../contract/errors.ts";
import type { AuditEntry } from "../ports/audit-log.ts";
import type { Agent } from "./agent.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { userName } from "./user-name.ts";

type Audited =
  | { readonly outcome: "allowed"; readonly runId: string | null; readonly prepared: PreparedRun }
  | { readonly outcome: "refused"; readonly planFile: string; readonly error: PerfAgentError };

/** Writes what the guard decided about a run into the audit log, each reason with it. */
export async function auditRun(
  agent: Agent,
  entry: { readonly action: "run" | "try"; readonly actor?: string | undefined } & Audited,
): Promise<void> {
  const { audit } = await agent.store();
  const { action, outcome, actor = userName(agent) } = entry;
  const common = { at: agent.clock.now(), actor, action, outcome };
  const written: AuditEntry =
    entry.outcome === "refused"
      ? {
          ...common,
          runId: null,
          subject: entry.planFile,
          reasons: entry.error.mistakes.map(({ code, text }) => `${code}: ${text}`),
        }
      : {
          ...common,
          runId: entry.runId,
          subject: `${entry.prepared.loaded.plan.name} on ${entry.prepared.loaded.plan.target.environment}`,
          reasons: entry.prepared.decision.reasons.map(({ text }) => text),
        };
  await audit.record(written);
}
