import { z } from "zod";

/** What somebody may be to the service. Each role is a row of `permissions`; none contains another by itself. */
export const roles = ["viewer", "engineer", "approver", "ci", "admin"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Everything that the service lets people do, one name a permission. */
export const permissions = {
  /** Plans, runs, events, reports, history, portfolio, policy. */
  read: ["viewer", "engineer", "approver", "ci", "admin"],
  /** Hand in a plan, which nothing runs yet. */
  "submit-plan": ["engineer", "ci", "admin"],
  /** Approve or reject what somebody handed in. */
  "approve-plan": ["approver", "admin"],
  /** Put load on a target. */
  "execute-run": ["engineer", "ci", "admin"],
  "stop-run": ["engineer", "approver", "ci", "admin"],
  /** Judge a run again, or results from elsewhere. */
  "analyse-run": ["engineer", "ci", "admin"],
  /** Pin, drop, import baselines; tag runs; answer recommendations. */
  "edit-history": ["engineer", "admin"],
  /** Accept or reopen a regression: what was slow becomes what is expected. */
  "accept-regression": ["approver", "admin"],
  "read-audit": ["approver", "admin"],
  "manage-tokens": ["admin"],
  "read-metrics": ["viewer", "engineer", "approver", "ci", "admin"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** True where one of the roles may do it. */
export function isPermitted(held: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return held.some((role) => allowed.includes(role));
}
