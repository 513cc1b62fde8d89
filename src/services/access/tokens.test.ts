import { beforeEach, describe, expect, it } from "vitest";
import { accessParts, type AccessParts } from "../../../test/support/access-parts.ts";
import { ensureFirstToken } from "./first-token.ts";
import { issueToken } from "./issue-token.ts";
import { keptTokenVerifier } from "./kept-token-verifier.ts";
import { listTokens } from "./list-tokens.ts";
import { recognise } from "./recognise.ts";
import { revokeToken } from "./revoke-token.ts";
import { isTokenText, makeToken } from "./token-text.ts";

const dayMs = 86_400_000;
const chosen = "chosen-token-of-24-chars";
let parts: AccessParts;
const whoHolds = (token: string) =>
  recognise(
    {
      clock: parts.clock,
      verifiers: [keptTokenVerifier({ tokens: async () => parts.tokens, documents: parts.documents })],
    },
    token,
  );
beforeEach(() => {
  parts = accessParts();
});

describe("a token that was given out", () => {
  it("is its holder's until its day, and is kept as a hash alone", async () => {
    const issued = await issueToken(parts, { name: "bo", roles: ["viewer", "viewer"], expiresInDays: 2, actor: "ana" });
    const { items } = await listTokens(parts);
    expect(JSON.stringify(items)).not.toContain(issued.token);
    expect(JSON.stringify(await parts.tokens.list())).not.toContain(issued.token);
    expect(items).toMatchObject([{ name: "bo", roles: ["viewer"], createdBy: "ana", revokedAt: null }]);
    expect(items[0]).not.toHaveProperty("sha256");
    expect(await whoHolds(issued.token)).toMatchObject({ name: "bo", roles: ["viewer"], by: "token" });
    await parts.clock.advance(2 * dayMs - 1);
    expect(await whoHolds(issued.token)).not.toBeNull();
    await parts.clock.advance(1);
    expect(await whoHolds(issued.token)).toBeNull();
  });

  it("ends after 90 days where nothing was said", async () => {
    const { createdAt, expiresAt } = await issueToken(parts, { name: "bo", roles: ["ci"], actor: "ana" });
    expect(expiresAt).toBe(createdAt + 90 * dayMs);
  });

  it("is nobody's once it is revoked, and that is for good", async () => {
    const { token, id } = await issueToken(parts, { name: "bo", roles: ["viewer"], actor: "ana" });
    await revokeToken(parts, { id, actor: "ana" });
    expect(await whoHolds(token)).toBeNull();
    await expect(revokeToken(parts, { id, actor: "ana" })).rejects.toThrow("PA_TOKEN_NOT_FOUND");
    await expect(revokeToken(parts, { id: "none", actor: "ana" })).rejects.toThrow("PA_TOKEN_NOT_FOUND");
    expect(parts.audited.map(({ action, actor, subject }) => `${actor} ${action} ${subject}`)).toEqual([
      `ana issue-token token ${id} for bo`,
      `ana revoke-token token ${id}`,
    ]);
    expect(JSON.stringify(parts.audited)).not.toContain(token);
  });

  it("has its last use noted, once a minute at most", async () => {
    const { token } = await issueToken(parts, { name: "bo", roles: ["viewer"], actor: "ana" });
    const used = async (): Promise<number> => {
      const [kept] = await parts.tokens.list();
      return kept?.lastUsedAt ?? 0;
    };
    const verifier = keptTokenVerifier({ tokens: async () => parts.tokens, documents: parts.documents });
    const start = parts.clock.now();
    await verifier.verify(token, start);
    await verifier.verify(token, start + 59_999);
    expect(await used()).toBe(start);
    await verifier.verify(token, start + 60_000);
    expect(await used()).toBe(start + 60_000);
  });
});

describe("the text of a token", () => {
  it("can be told from other secrets, and differs each time", () => {
    expect(makeToken(parts)).toMatch(/^pa_[0-9a-f]{64}$/u);
    expect(makeToken(parts)).not.toBe(makeToken(parts));
  });

  it.each([
    ["letters, digits and what RFC 6750 allows", "aZ0-._~+/==", true],
    ["nothing", "", false],
    ["a space", "a b", false],
    ["a line break", "a\nb", false],
    ["more than anybody issues", "a".repeat(8193), false],
  ])("%s", (_name, text, isToken) => {
    expect(isTokenText(text)).toBe(isToken);
  });
});

describe("ensureFirstToken", () => {
  it("makes one that may do everything, the first time only", async () => {
    const token = await ensureFirstToken(parts, { chosen: undefined, isNewWanted: false });
    expect(await whoHolds(token ?? "")).toMatchObject({ name: "ana", roles: ["admin"], expiresAt: null });
    expect(await ensureFirstToken(parts, { chosen: undefined, isNewWanted: false })).toBeNull();
    expect(await parts.tokens.list()).toHaveLength(1);
  });

  it("makes another where one is wanted, or where none of an admin holds", async () => {
    const first = await ensureFirstToken(parts, { chosen: undefined, isNewWanted: false });
    const second = await ensureFirstToken(parts, { chosen: "", isNewWanted: true });
    expect(second).not.toBe(first);
    await issueToken(parts, { name: "bo", roles: ["engineer"], actor: "ana" });
    for (const { id, roles } of await parts.tokens.list())
      if (roles.includes("admin")) await revokeToken(parts, { id, actor: "ana" });
    expect(await ensureFirstToken(parts, { chosen: undefined, isNewWanted: false })).not.toBeNull();
  });

  it("keeps a chosen one, once, and prints it nowhere", async () => {
    for (let start = 0; start < 2; start++)
      expect(await ensureFirstToken(parts, { chosen, isNewWanted: false })).toBeNull();
    expect(await parts.tokens.list()).toHaveLength(1);
    expect(await whoHolds(chosen)).toMatchObject({ name: "ana", roles: ["admin"] });
  });

  it("refuses a chosen one that is easy to guess, has other characters, or was revoked", async () => {
    for (const bad of ["short", `${chosen} and a space`])
      await expect(ensureFirstToken(parts, { chosen: bad, isNewWanted: false })).rejects.toThrow("PERF_AGENT_TOKEN");
    await ensureFirstToken(parts, { chosen, isNewWanted: false });
    const [kept] = await parts.tokens.list();
    await revokeToken(parts, { id: kept?.id ?? "", actor: "ana" });
    await expect(ensureFirstToken(parts, { chosen, isNewWanted: false })).rejects.toThrow("revoked");
  });
});
