import type { Role } from "../contract/api/roles.ts";

/** An API token as it is kept: its hash, never itself. */
export interface KeptToken {
  readonly id: string;
  /** Lower-case hexadecimal SHA-256 of the token. */
  readonly sha256: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdBy: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface TokenBook {
  /** Throws where the id or the hash is taken. */
  put(token: KeptToken): Promise<void>;
  /** Also one that was revoked or has expired. */
  find(sha256: string): Promise<KeptToken | null>;
  /** Newest first. */
  list(): Promise<readonly KeptToken[]>;
  /** False where there is no such token, or it was revoked before. */
  revoke(id: string, at: number): Promise<boolean>;
  /** Kept to the minute, so that not every request writes. */
  noteUse(id: string, at: number): Promise<void>;
}
