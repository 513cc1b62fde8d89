import type { Agent } from "./agent.ts";

/** Who uses this machine, as the system names them. It goes into approvals and the audit log, and proves nothing. */
export function userName({ system }: Pick<Agent, "system">): string {
  return system.env["USER"] ?? system.env["USERNAME"] ?? "unknown";
}
