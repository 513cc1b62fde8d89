import type { Objective } from "./slo-set.ts";
import type { TestPlan } from "./test-plan.ts";

/** Names of the endpoints that carry a tag in the plan, in its order. Without a plan nothing carries any. */
export function taggedEndpoints(
  plan: Pick<TestPlan, "endpoints"> | null,
  tag: NonNullable<Objective["tag"]>,
): string[] {
  return (plan?.endpoints ?? [])
    .filter(({ tags }) => Object.hasOwn(tags, tag.name) && tags[tag.name] === tag.value)
    .map(({ name }) => name);
}
