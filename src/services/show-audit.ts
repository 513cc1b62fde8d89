import { PerfAgentError } from "../contract/errors.ts";
import type { AuditEntry } from "../ports/audit-log.ts";
import type { Agent } from "./agent.ts";

/** The audit log, newest first; of one run where `run` names it ("latest": the newest known). Throws PA_RUN_NOT_FOUND where there is no run at all. */
export async function showAudit(
  agent: Pick<Agent, "store">,
  filter: { readonly run: string | null; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  const { audit, runs } = await agent.store();
  if (filter.run === null) return audit.list({ limit: filter.limit });
  const runId = filter.run === "latest" ? (await runs.list({ limit: 1 }))[0]?.runId : filter.run;
  if (runId === undefined) throw PerfAgentError.of("PA_RUN_NOT_FOUND", "no run is known here yet");
  return audit.list({ runId, limit: filter.limit });
}
