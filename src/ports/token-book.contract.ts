import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeptToken, TokenBook } from "./token-book.ts";

function token(id: string, changes: Partial<KeptToken> = {}): KeptToken {
  return {
    id,
    sha256: id.repeat(64).slice(0, 64),
    name: `token ${id}`,
    roles: ["engineer", "approver"],
    createdBy: "ana",
    createdAt: 1_000,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...changes,
  };
}

/** What every book of tokens promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function tokenBookContract(
  open: () => Promise<{ first: TokenBook; second: TokenBook; close(): Promise<void> }>,
): void {
  describe("a book of tokens", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let book: TokenBook;
    beforeEach(async () => {
      shared = await open();
      book = shared.first;
    });
    afterEach(() => shared.close());

    it("finds a token by its hash, in every process", async () => {
      const lasting = token("a");
      const ending = token("b", { roles: ["ci"], expiresAt: 9_000, lastUsedAt: 2_000 });
      await book.put(lasting);
      await book.put(ending);
      expect(await shared.second.find(lasting.sha256)).toEqual(lasting);
      expect(await shared.second.find(ending.sha256)).toEqual(ending);
      expect(await book.find("c".repeat(64))).toBeNull();
    });

    it("takes each id and each hash once", async () => {
      await book.put(token("a"));
      await expect(book.put(token("a", { sha256: "f".repeat(64) }))).rejects.toThrow("api_token");
      await expect(shared.second.put(token("b", { sha256: token("a").sha256 }))).rejects.toThrow("api_token");
      expect(await book.list()).toEqual([token("a")]);
    });

    it("lists the newest first, those that hold no more too", async () => {
      await book.put(token("a", { createdAt: 2_000, revokedAt: 3_000 }));
      await book.put(token("b", { createdAt: 3_000, expiresAt: 1 }));
      await book.put(token("c", { createdAt: 1_000 }));
      expect((await shared.second.list()).map(({ id }) => id)).toEqual(["b", "a", "c"]);
    });

    it("revokes once, and keeps when", async () => {
      await book.put(token("a"));
      const answers = await Promise.all([shared.first, shared.second].map((each, n) => each.revoke("a", 5_000 + n)));
      expect(answers.filter((revoked) => revoked)).toHaveLength(1);
      const revokedAt = 5_000 + answers.indexOf(true);
      expect(await book.revoke("a", 9_000)).toBe(false);
      expect(await book.revoke("none", 9_000)).toBe(false);
      expect(await book.find(token("a").sha256)).toEqual(token("a", { revokedAt }));
    });

    it("notes the last use to the minute", async () => {
      await book.put(token("a"));
      await book.put(token("b"));
      const lastUse = async (): Promise<number | null | undefined> => (await book.find(token("a").sha256))?.lastUsedAt;
      await book.noteUse("a", 10_000);
      expect(await lastUse()).toBe(10_000);
      await shared.second.noteUse("a", 69_999);
      expect(await lastUse()).toBe(10_000);
      await shared.second.noteUse("a", 70_000);
      expect(await lastUse()).toBe(70_000);
      await book.noteUse("a", 20_000);
      expect(await lastUse()).toBe(70_000);
      expect(await book.find(token("b").sha256)).toEqual(token("b"));
    });
  });
}
