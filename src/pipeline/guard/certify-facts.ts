import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { RunRecord } from "../../contract/run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { CollectionSummary, Window } from "../../contract/window.ts";

/** Everything that a certificate is made from. */
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
