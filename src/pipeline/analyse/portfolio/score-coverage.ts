import { formatCount } from "../../../contract/format-quantity.ts";
import { findUncovered } from "./find-uncovered.ts";
import { scoreOf, type JudgedPlan, type PortfolioScore, type ScorePart } from "./judged-plan.ts";

/** Names that advice spells out. */
const spelledOut = 3;

/** How much of a service has objectives, and met ones, of 100: 60 for endpoints with an objective of their own, 40 for objectives that are met. */
export function scoreCoverage(plans: readonly JudgedPlan[]): PortfolioScore {
  return scoreOf(plans.map(partsOf));
}

function partsOf(plan: JudgedPlan): ScorePart[] {
  const { objectives, endpoints } = plan.document;
  const asked = objectives.filter(({ status }) => status !== "skipped");
  const met = asked.filter(({ status }) => status === "met");
  const used = endpoints.filter(({ requests }) => requests > 0);
  const { endpoints: bare } = findUncovered([plan]);
  const name = `${plan.document.plan.name} on ${plan.document.environment}`;
  return [
    {
      weight: 60,
      reached: used.length === 0 ? 0 : 1 - bare.length / used.length,
      advice: bare.length === 0 ? null : `Write objectives for ${listed(bare)}.`,
    },
    {
      weight: 40,
      reached: asked.length === 0 ? 0 : met.length / asked.length,
      advice: adviceOf(asked.length, asked.length - met.length, name),
    },
  ];
}

function adviceOf(asked: number, unmet: number, name: string): string | null {
  if (asked === 0) return `Write objectives for ${name}: it has none.`;
  return unmet === 0
    ? null
    : `See to ${formatCount(unmet, "objective")} of ${name} that ${unmet === 1 ? "is" : "are"} not met.`;
}

function listed(names: readonly string[]): string {
  const more = names.length - spelledOut;
  return more <= 0 ? names.join(", ") : `${names.slice(0, spelledOut).join(", ")} and ${more} more`;
}
