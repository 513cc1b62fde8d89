import type { Certificate } from "../../contract/certificate.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { RunRecord } from "../../contract/run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { CollectionSummary, Window } from "../../contract/window.ts";
import { caveatsOf } from "./certify-caveats.ts";
import { enforcedBy } from "./certify-enforced.ts";
import { observe } from "./certify-observed.ts";

export interface CertifiedFacts {
  readonly record: RunRecord;
  /** The last one: of the plan and of the script that ran. */
  readonly decision: GuardDecision;
  readonly policy: Policy;
  readonly plan: TestPlan;
  readonly review: {
    /** Hash that the approval binds. */
    readonly sha256: string;
    /** null: the environment lets its users approve by running. */
    readonly approvals: readonly { readonly by: string; readonly at: string; readonly key: string | null }[] | null;
  };
  /** Of every attempt, the clean-up included; in any order and in pieces. */
  readonly windows: readonly Window[];
  readonly collection: CollectionSummary;
  /** What kept the network away while the script was evaluated. */
  readonly evaluatedIn: "network-namespace" | "dead-proxy";
}

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
