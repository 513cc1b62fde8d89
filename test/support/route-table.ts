import type { Role } from "../../src/contract/api/roles.ts";
import type { AuditEntry } from "../../src/ports/audit-log.ts";

/** What is wanted of a route, written down here once more: what the product says of itself is held against it. */
export interface WantedRoute {
  /** `anybody`: no token is asked for. */
  readonly may: readonly Role[] | "anybody";
  /** Entries of the audit log, one or another by what is asked; [] for what changes nothing. */
  readonly audit: readonly AuditEntry["action"][];
}

const everybody = ["viewer", "engineer", "approver", "ci", "admin"] as const;
const active = ["engineer", "approver", "ci", "admin"] as const;
const makers = ["engineer", "ci", "admin"] as const;
const keepers = ["engineer", "admin"] as const;
const approvers = ["approver", "admin"] as const;
const admins = ["admin"] as const;

/** Every route by method and path; those of the API without its root. A new one is thought about here before it is served. */
export const routeTable: Readonly<Record<string, WantedRoute>> = {
  "GET /healthz": { may: "anybody", audit: [] },
  "GET /readyz": { may: "anybody", audit: [] },
  "GET /metrics": { may: everybody, audit: [] },
  "GET /openapi.json": { may: everybody, audit: [] },
  "GET /docs/api": { may: "anybody", audit: [] },
  "GET /docs/errors": { may: "anybody", audit: [] },
  "GET /me": { may: everybody, audit: [] },
  "GET /tokens": { may: admins, audit: [] },
  "POST /tokens": { may: admins, audit: ["issue-token"] },
  "DELETE /tokens/{id}": { may: admins, audit: ["revoke-token"] },
  "GET /audit": { may: approvers, audit: [] },
  "GET /settings": { may: everybody, audit: [] },
  "POST /plan": { may: makers, audit: ["submit-plan"] },
  "POST /plans/check": { may: makers, audit: [] },
  "GET /plan-schema": { may: everybody, audit: [] },
  "GET /plans": { may: everybody, audit: [] },
  "GET /plans/{planId}": { may: everybody, audit: [] },
  "GET /plans/{planId}/files/{path}": { may: everybody, audit: [] },
  "GET /policy": { may: everybody, audit: [] },
  "GET /plans/{planId}/review": { may: everybody, audit: [] },
  "POST /plans/{planId}/approvals": { may: approvers, audit: ["approve"] },
  "POST /plans/{planId}/rejections": { may: approvers, audit: ["reject"] },
  "POST /execute": { may: makers, audit: ["queue-run"] },
  "GET /runs": { may: everybody, audit: [] },
  "GET /runs/{runId}": { may: everybody, audit: [] },
  "GET /runs/{runId}/verdict": { may: everybody, audit: [] },
  "POST /runs/{runId}/stop": { may: active, audit: ["stop"] },
  "PATCH /runs/{runId}/tags": { may: keepers, audit: ["tag-run"] },
  "GET /jobs/{jobId}": { may: everybody, audit: [] },
  "GET /runs/{runId}/events": { may: everybody, audit: [] },
  "POST /analyse": { may: makers, audit: ["analyse", "import-results"] },
  "GET /runs/{runId}/analysis": { may: everybody, audit: [] },
  "PUT /runs/{runId}/recommendations/{id}/answer": { may: keepers, audit: ["answer-recommendation"] },
  "GET /runs/{runId}/report.html": { may: everybody, audit: [] },
  "GET /runs/{runId}/report.md": { may: everybody, audit: [] },
  "GET /runs/{runId}/report.json": { may: everybody, audit: [] },
  "GET /baselines": { may: everybody, audit: [] },
  "PUT /baselines/{runId}/pin": { may: keepers, audit: ["pin-baseline"] },
  "DELETE /baselines/{runId}/pin": { may: keepers, audit: ["unpin-baseline"] },
  "DELETE /baselines/{runId}": { may: keepers, audit: ["drop-baseline"] },
  "POST /baselines/import": { may: keepers, audit: ["import-baselines"] },
  "GET /baselines/export": { may: everybody, audit: [] },
  "GET /history": { may: everybody, audit: [] },
  "GET /regressions": { may: everybody, audit: [] },
  "POST /regressions/{id}/acceptance": { may: approvers, audit: ["accept-regression"] },
  "DELETE /regressions/{id}/acceptance": { may: approvers, audit: ["reopen-regression"] },
  "GET /portfolio": { may: everybody, audit: [] },
  "GET /compare": { may: everybody, audit: [] },
  "GET /evaluation": { may: everybody, audit: [] },
};
