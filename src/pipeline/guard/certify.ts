import type { Certificate } from "../../contract/certificate.ts";
import { caveatsOf } from "./certify-caveats.ts";
import { enforcedBy } from "./certify-enforced.ts";
import type { CertifiedFacts } from "./certify-facts.ts";
import { observe } from "./certify-observed.ts";

/**
 * States what a run was allowed, how that was held, what this does not prove, and what was observed. Says of each rule who holds it and
 * claims nothing that did not apply to this run. Pure: the same facts give the same certificate.
 */
export function certify(facts: CertifiedFacts): Certificate {
  const { record, decision, policy, review } = facts;
  const { enforcement, cost } = decision;
  const observed = observe(facts);
  return {
    schemaVersion: 1,
    runId: record.runId,
    allowed: {
      environment: record.environment,
      kind: policy.environments.find(({ name }) => name === record.environment)?.kind ?? "undeclared",
      pins: enforcement.pins,
      sockets: enforcement.allowedSockets,
      vus: enforcement.maxVus,
      durationMs: enforcement.maxDurationMs,
      ratePerSecond: enforcement.maxRatePerSecond,
      requests: enforcement.maxRequests,
      writes: enforcement.maxWrites,
      connections: enforcement.maxConnections,
      cost: cost.limit,
      alertAt: cost.alertAt,
      currency: cost.currency,
      review: {
        sha256: review.sha256,
        approvals: review.approvals?.map(({ by, at, key }) => ({ by, at, key })) ?? null,
      },
    },
    enforced: enforcedBy(facts),
    caveats: caveatsOf(facts, observed),
    observed,
    decisions: decision.reasons,
  };
}
