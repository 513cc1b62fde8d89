import type { Kysely, Selectable } from "kysely";
import { z } from "zod";
import { roleSchema } from "../../contract/api/roles.ts";
import type { KeptToken, TokenBook } from "../../ports/token-book.ts";
import type { ApiTokenTable, Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

/** A use is noted when the one that is noted is so old. */
const noteEveryMs = 60_000;

const rolesSchema = z.array(roleSchema);

function toToken(row: Selectable<ApiTokenTable>): KeptToken {
  return {
    id: row.id,
    sha256: row.sha256,
    name: row.name,
    roles: rolesSchema.parse(JSON.parse(row.roles)),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/** API tokens in the database of runs, as hashes. */
export function sqlTokenBook(kysely: Kysely<Schema>, guarded: Guarded): TokenBook {
  return {
    put: (token) =>
      guarded(async () => {
        await kysely
          .insertInto("api_token")
          .values({
            id: token.id,
            sha256: token.sha256,
            name: token.name,
            roles: JSON.stringify(token.roles),
            created_by: token.createdBy,
            created_at: token.createdAt,
            expires_at: token.expiresAt,
            last_used_at: token.lastUsedAt,
            revoked_at: token.revokedAt,
          })
          .execute();
      }),
    find: (sha256) =>
      guarded(async () => {
        const row = await kysely.selectFrom("api_token").selectAll().where("sha256", "=", sha256).executeTakeFirst();
        return row === undefined ? null : toToken(row);
      }),
    list: () =>
      guarded(async () => {
        const query = kysely.selectFrom("api_token").selectAll().orderBy("created_at", "desc").orderBy("id", "desc");
        return (await query.execute()).map(toToken);
      }),
    revoke: (id, at) =>
      guarded(async () => {
        const { numUpdatedRows } = await kysely
          .updateTable("api_token")
          .set({ revoked_at: at })
          .where("id", "=", id)
          .where("revoked_at", "is", null)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    noteUse: (id, at) =>
      guarded(async () => {
        await kysely
          .updateTable("api_token")
          .set({ last_used_at: at })
          .where("id", "=", id)
          .where((where) =>
            where.or([where("last_used_at", "is", null), where("last_used_at", "<=", at - noteEveryMs)]),
          )
          .execute();
      }),
  };
}
