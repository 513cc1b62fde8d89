/** The verdicts of a run, best first; docs/exit-codes.md says when each holds. */
export const verdictNames = ["pass", "warn", "fail", "inconclusive", "invalid"] as const;
export type VerdictName = (typeof verdictNames)[number];
