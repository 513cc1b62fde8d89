import { isLoopbackEnvironment } from "../../../contract/host-name.ts";
import type { Environment, Policy } from "../../../contract/policy.ts";
import { leastOf } from "./narrow-values.ts";
import type { ReadLayer } from "./policy-layer.ts";
import { loopbackOnly } from "./unite-environments.ts";

const defaultDirectory = "approvals/";
/** 30 days. */
const defaultExpireMs = 2_592_000_000;

/**
 * Who must agree, over all layers: self-approval and keys that every layer names which names any, the larger number of approvals, the
 * shorter life of an approval. Self-approval beyond loopback, and keys, count from trusted files only.
 */
export function uniteReview(layers: readonly ReadLayer[], environments: readonly Environment[]): Policy["review"] {
  const approvals = new Map<string, number>();
  let selfApprove: readonly string[] | null = null;
  let keys: ReadonlyMap<string, string> | null = null;
  let directory: string | null = null;
  for (const { source, policy } of layers) {
    const { review } = policy;
    for (const [name, count] of review.approvals) approvals.set(name, Math.max(count, approvals.get(name) ?? 0));
    if (review.selfApprove !== null) {
      const counting = review.selfApprove.filter((name) => source.trusted || reachesLoopbackOnly(name, environments));
      selfApprove = selfApprove === null ? counting : selfApprove.filter((name) => counting.includes(name));
    }
    if (review.keys !== null && source.trusted) keys = keys === null ? review.keys : sharedKeys(keys, review.keys);
    directory = review.directory ?? directory;
  }
  return {
    selfApprove: [...(selfApprove ?? [loopbackOnly.name].filter((name) => reachesLoopbackOnly(name, environments)))],
    approvals: Object.fromEntries(approvals),
    directory: directory ?? defaultDirectory,
    keys: keys === null ? null : Object.fromEntries(keys),
    expireMs: leastOf(layers.map(({ policy }) => policy.review.expireMs)) ?? defaultExpireMs,
  };
}

/** Those of the upper layer that the lower one names too, with the same key. */
function sharedKeys(upper: ReadonlyMap<string, string>, lower: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...upper].filter(([name, key]) => lower.get(name) === key));
}

function reachesLoopbackOnly(name: string, environments: readonly Environment[]): boolean {
  return environments.some((environment) => environment.name === name && isLoopbackEnvironment(environment));
}
