import type { PlanHead } from "../../../../src/contract/api/plans.ts";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";

const tones: Readonly<Record<PlanHead["state"], Tone>> = { draft: "note", approved: "pass", rejected: "fail" };
const words: Readonly<Record<PlanHead["state"], string>> = {
  draft: "needs approval",
  approved: "approved",
  rejected: "rejected",
};

export function PlanStateBadge({ state }: { readonly state: PlanHead["state"] }) {
  return <StatusBadge tone={tones[state]}>{words[state]}</StatusBadge>;
}

export function GuardBadge({ decision }: { readonly decision: "allow" | "refuse" }) {
  return decision === "allow" ? (
    <StatusBadge tone="pass">allowed</StatusBadge>
  ) : (
    <StatusBadge tone="fail">refused</StatusBadge>
  );
}
