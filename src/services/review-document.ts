import type { ReviewDocument } from "../contract/review-documents.ts";
import type { PlanReview } from "./review-plan.ts";

/** What somebody needs to see before they approve, as `review --json` and the service tell it. */
export function reviewDocumentOf(reviewed: PlanReview): Omit<ReviewDocument, "approveWith"> {
  const { plan, environment, state, load, against, parts, changes, files, hidden, checks } = reviewed;
  return {
    schemaVersion: 1,
    plan,
    environment,
    sha256: state.sha256,
    selfApproved: state.selfApproved,
    wanted: state.wanted,
    approvals: state.counting.map(({ by, at, comment, key }) => ({ by, at, comment, key })),
    refused: state.refused.map(({ code, text }) => ({ code, text })),
    load,
    against,
    changedParts: [...parts],
    changes: changes.map(({ what, before, after, direction }) => ({ what, before, after, direction })),
    files: files.map(({ path, change, lines }) => ({ path, change, lines: [...lines] })),
    hidden: [...hidden],
    checks: [...checks],
  };
}
