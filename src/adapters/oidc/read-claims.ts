import type { Role } from "../../contract/api/roles.ts";

/** The claims of a token that was verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** A claim by its name, or below others by names with dots between (`realm_access.roles`). A claim of the whole name goes first. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/**
 * Somebody's name; null where the claim is absent, empty, no text, longer than any name, or holds what cannot be seen: approvals and the
 * audit log are told apart by it, and it is written where terminals read it.
 */
export function nameOf(claims: Claims, nameClaim: string): string | null {
  const value = claimOf(claims, nameClaim);
  if (typeof value !== "string" || value === "" || value.length > 200) return null;
  return value.trim() === value && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value) ? value : null;
}

/** Roles by what the claim lists: a list of texts, or one text with spaces between. What is not in `roles` stands for nothing. */
export function rolesOf(
  claims: Claims,
  rolesClaim: string,
  roles: Readonly<Record<string, readonly Role[]>>,
): readonly Role[] {
  const value = claimOf(claims, rolesClaim);
  const listed: readonly unknown[] = Array.isArray(value) ? value : typeof value === "string" ? value.split(" ") : [];
  const held = listed.flatMap((one) =>
    typeof one === "string" && Object.hasOwn(roles, one) ? (roles[one] ?? []) : [],
  );
  return [...new Set(held)];
}
