import type { PlanResource } from "../../../../src/contract/api/plans.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { When } from "../../components/when.tsx";
import classes from "./standing-view.module.css";

/** Where the review of a plan stands: what it still takes, and who said what. */
export function StandingView({ plan }: { readonly plan: PlanResource }) {
  return (
    <SectionCard title="Review">
      <p>{sayStanding(plan)}</p>
      {plan.reviews.length > 0 && (
        <ul className={`plain ${classes.reviews ?? ""}`}>
          {plan.reviews.map(({ by, at, outcome, comment }) => (
            <li key={`${by}${at}${outcome}`}>
              <StatusBadge size="sm" tone={outcome === "approved" ? "pass" : "fail"}>
                {outcome}
              </StatusBadge>
              <span>
                {by} <When at={at} />
                {comment !== null && comment !== "" && <q>{comment}</q>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

/** One sentence: may it run, and what is missing. */
export function sayStanding({ state, selfApproved, wanted, counting, environment, hash }: PlanResource): string {
  const short = hash.slice(0, 8);
  if (state === "rejected") return "It was rejected. Another plan has to be handed in.";
  if (selfApproved) return `Runs on ${environment} need no approval.`;
  const needed = wanted === 1 ? "one approval" : `${wanted} approvals`;
  if (state === "approved") return `Approved as ${short}: ${counting} of ${needed}.`;
  return `It takes ${needed} of other people than its author; ${counting === 0 ? "none counts" : `${counting} count`} yet for ${short}.`;
}
