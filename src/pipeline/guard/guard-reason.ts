import type { ErrorCode } from "../../contract/errors.ts";
import type { GuardDecision } from "../../contract/policy.ts";

/** One rule of the guard with what it saw. */
export type GuardReason = GuardDecision["reasons"][number];

/** A refusal with its code. */
export function refusal(rule: string, code: ErrorCode, text: string): GuardReason {
  return { rule, outcome: "refuse", code, text };
}

/** Something to know that refuses nothing. */
export function warning(rule: string, text: string): GuardReason {
  return { rule, outcome: "warn", code: null, text };
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}
