import { PerfAgentError } from "../../../contract/errors.ts";
import type { Policy } from "../../../contract/policy.ts";
import { readDocument } from "../document-reader.ts";
import { Complaints } from "../objectives/node-fields.ts";
import {
  dearest,
  leastOf,
  leastPatient,
  leastRetry,
  sharedNames,
  sternest,
  strictestFuse,
  uniteWebhooks,
} from "./narrow-values.ts";
import { lowestRules } from "./read-compare.ts";
import type { PolicySource, ReadLayer } from "./policy-layer.ts";
import { defaultWaitMs, readPolicy, type PolicyLayer } from "./read-policy.ts";
import { uniteEnvironments } from "./unite-environments.ts";
import { uniteReview } from "./unite-review.ts";

/** The product's ceilings: no file reaches beyond. */
const ceilings = { vus: 1000, durationMs: 1_800_000 };
/** What holds where no file says anything. */
const defaults = {
  limits: { vus: 50, durationMs: 600_000 },
  currency: "EUR",
  alertAt: 0.8,
  stop: { errors: { share: 0.5, everyMs: 30_000 }, connectionFailures: { share: 0.2, everyMs: 10_000 } },
  retry: { reducedTo: 0.5 },
  busy: { action: "queue", waitMs: defaultWaitMs },
  data: { personal: "warn", production: "refuse" },
} as const;

/**
 * The policy in force: product ∩ machine ∩ project. A lower layer only narrows: limits take the minimum, production lists unite, and an
 * environment of an upper layer keeps what that layer says of it. Environments beyond loopback of a project that nobody trusted are kept
 * with `trusted: false`, for the guard to refuse. Throws one PerfAgentError with every mistake (PA_POLICY_INVALID with its place).
 */
export function understandPolicy(sources: PolicySource[]): Policy {
  const complaints = new Complaints("PA_POLICY_INVALID");
  const order = { machine: 0, project: 1 };
  const layers = sources
    .map((source) => read(source, complaints))
    .filter((layer) => layer !== null)
    .toSorted((one, other) => order[one.source.layer] - order[other.source.layer]);
  refuseMixedCurrencies(layers, complaints);
  if (complaints.mistakes.length > 0) throw new PerfAgentError(complaints.mistakes);
  const policies = layers.map(({ policy }) => policy);
  const environments = uniteEnvironments(layers);
  return {
    schemaVersion: 1,
    limits: narrowLimits(policies),
    environments,
    cost: narrowCost(policies),
    stop: {
      errors: strictestFuse(policies.map(({ stop }) => stop.errors)) ?? defaults.stop.errors,
      connectionFailures:
        strictestFuse(policies.map(({ stop }) => stop.connectionFailures)) ?? defaults.stop.connectionFailures,
    },
    review: uniteReview(layers, environments),
    retry: leastRetry(policies.map(({ retry }) => retry)) ?? defaults.retry,
    busy: leastPatient(policies.map(({ busy }) => busy)) ?? defaults.busy,
    data: {
      personal: sternest(policies.map(({ data }) => data.personal)) ?? defaults.data.personal,
      production: sternest(policies.map(({ data }) => data.production)) ?? defaults.data.production,
    },
    secrets: sharedNames(layers.filter(({ source }) => source.trusted).map(({ policy }) => policy.secrets)),
    compare: lowestRules(policies.map(({ compare }) => compare)),
    // Events tell of targets and loads: only files that nobody can change by a pull request say where they go.
    notify: {
      webhooks: uniteWebhooks(layers.filter(({ source }) => source.trusted).map(({ policy }) => policy.webhooks)),
    },
    sources: [
      { layer: "product", file: null, sha256: null },
      ...layers.map(({ source: { layer, file, sha256 } }) => ({ layer, file, sha256 })),
    ],
  };
}

function narrowLimits(policies: readonly PolicyLayer[]): Policy["limits"] {
  const least = (name: keyof Policy["limits"]): number | null => leastOf(policies.map(({ limits }) => limits[name]));
  return {
    vus: Math.min(ceilings.vus, least("vus") ?? defaults.limits.vus),
    ratePerSecond: least("ratePerSecond"),
    requests: least("requests"),
    writes: least("writes"),
    connections: least("connections"),
    durationMs: Math.min(ceilings.durationMs, least("durationMs") ?? defaults.limits.durationMs),
  };
}

function narrowCost(policies: readonly PolicyLayer[]): Policy["cost"] {
  const costs = policies.map(({ cost }) => cost);
  return {
    currency: costs.map(({ currency }) => currency).find((currency) => currency !== null) ?? defaults.currency,
    perVuHour: dearest(costs.map(({ perVuHour }) => perVuHour)),
    perMachineHour: dearest(costs.map(({ perMachineHour }) => perMachineHour)),
    perCloudVuHour: dearest(costs.map(({ perCloudVuHour }) => perCloudVuHour)),
    perRun: leastOf(costs.map(({ perRun }) => perRun)),
    alertAt: leastOf(costs.map(({ alertAt }) => alertAt)) ?? defaults.alertAt,
    models: leastOf(costs.map(({ models }) => models)),
  };
}

function read(source: PolicySource, complaints: Complaints): ReadLayer | null {
  try {
    return { source, policy: readPolicy(readDocument(source.text, source.file).root, complaints) };
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    complaints.mistakes.push(...error.mistakes);
    return null;
  }
}

function refuseMixedCurrencies(layers: readonly ReadLayer[], complaints: Complaints): void {
  const [first, ...others] = layers.filter(({ policy }) => policy.cost.currency !== null);
  for (const { policy } of others) {
    if (first !== undefined && policy.currencyNode !== null && policy.cost.currency !== first.policy.cost.currency)
      complaints.refuse(
        policy.currencyNode.place,
        `costs are in ${String(policy.cost.currency)} here and in ${String(first.policy.cost.currency)} in ${first.source.file}: amounts cannot be compared`,
      );
  }
}
