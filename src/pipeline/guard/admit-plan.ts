import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Environment, GuardDecision, Policy } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { costOf, judgeCost } from "./cost/cost-of.ts";
import { divideTime } from "./divide-time.ts";
import { refusal, type GuardReason } from "./guard-reason.ts";
import { judgeConnections } from "./judge-connections.ts";
import { judgeHeaders } from "./judge-headers.ts";
import { judgeIsolation } from "./judge-isolation.ts";
import { judgeLimits, loadSentence } from "./judge-load.ts";
import { enforcementOf, judgeTarget } from "./judge-target.ts";
import { readProduction } from "./production.ts";
import { resolvedHosts } from "./resolved-hosts.ts";

/**
 * The first moment of guarding: whether a plan may run at all, and what the engine will be held to. `addresses` holds what each host name of
 * the plan, of its environment and of production resolved to, an empty list for one that does not resolve. Every rule is asked and tells
 * what it saw; one refusal refuses. Pure: nothing is resolved or read here.
 */
export function admitPlan({
  plan,
  preview,
  policy,
  addresses,
}: {
  plan: TestPlan;
  preview: LoadPreview;
  policy: Policy;
  addresses: Readonly<Record<string, readonly string[]>>;
}): GuardDecision {
  const environment = policy.environments.find(({ name }) => name === plan.target.environment);
  const resolved = resolvedHosts(addresses);
  const production = readProduction(policy, resolved);
  const target = judgeTarget(plan, environment, production, resolved);
  const cost = costOf(preview, policy);
  const time = divideTime(plan, preview, policy);
  const connections = judgeConnections(preview, policy, target.enforcement.allowedSockets.length);
  const load = [...judgeLimits(preview, policy), ...time.reasons, ...connections.reasons, ...judgeCost(cost)];
  const found: GuardReason[] = [
    ...judgeEnvironment(plan, environment, policy),
    ...target.reasons,
    ...judgeHeaders(plan, environment, production),
    ...load,
    ...judgeIsolation(plan),
  ];
  const refusals = found.filter(({ outcome }) => outcome === "refuse");
  const allowances: GuardReason[] = [];
  if (!load.some(({ outcome }) => outcome === "refuse"))
    allowances.push({ rule: "limits", outcome: "allow", code: null, text: loadSentence(preview, policy, cost) });
  const reasons = [
    ...refusals,
    ...allowances,
    ...found.filter(({ outcome }) => outcome === "allow"),
    ...found.filter(({ outcome }) => outcome === "warn"),
  ];
  return {
    schemaVersion: 1,
    decision: refusals.length > 0 ? "refuse" : "allow",
    reasons,
    enforcement: {
      // What is refused reaches nothing, should somebody start it all the same.
      ...(refusals.length > 0 ? enforcementOf(new Map(), [], [], production) : target.enforcement),
      maxVus: policy.limits.vus,
      maxDurationMs: policy.limits.durationMs,
      maxRatePerSecond: policy.limits.ratePerSecond,
      maxConnections: connections.maxConnections,
      maxRequests: policy.limits.requests,
      maxWrites: policy.limits.writes,
      ...time.timeouts,
    },
    cost,
  };
}

function judgeEnvironment(plan: TestPlan, environment: Environment | undefined, policy: Policy): GuardReason[] {
  const { environment: name } = plan.target;
  if (environment === undefined) {
    const declared = policy.environments
      .filter(({ kind }) => kind !== "production")
      .map((known) => known.name)
      .join(", ");
    return [
      refusal("environment", "PA_GUARD_HOST", `the policy declares no environment "${name}". Declared: ${declared}.`),
    ];
  }
  if (environment.kind === "production")
    return [refusal("production", "PA_GUARD_PRODUCTION", `environment "${name}" is production, which is never loaded`)];
  if (environment.trusted) return [];
  return [
    refusal(
      "trust",
      "PA_GUARD_UNTRUSTED",
      `environment "${name}" reaches beyond this machine, and its policy file is not trusted here`,
    ),
  ];
}
