import type { Role } from "../contract/api/roles.ts";

/** Somebody whom the service knows. */
export interface Principal {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by: "token" | "oidc";
  /** Epoch ms. */
  readonly expiresAt: number | null;
}

/** Says who holds a bearer token. null: it is none of this kind, or does not hold (any more). */
export interface TokenVerifier {
  verify(token: string, now: number): Promise<Principal | null>;
}
