import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { oidcVerifier, type OidcOptions } from "./oidc-verifier.ts";

const now = 1_800_000_000_000;
const seconds = now / 1000;
let server: Server;
let issuer: string;
let signing: CryptoKey;
let stranger: CryptoKey;
let publicKey: JWK;
let answers: Record<string, unknown>;
let asked: string[];
let publicKeyOf: CryptoKey;
let redirected: { readonly status: number; readonly location: string } | null;

beforeAll(async () => {
  const own = await generateKeyPair("ES256");
  signing = own.privateKey;
  publicKeyOf = own.publicKey;
  stranger = (await generateKeyPair("ES256")).privateKey;
  publicKey = { ...(await exportJWK(own.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (redirected !== null) {
      response.writeHead(redirected.status, { location: redirected.location }).end();
      return;
    }
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});
afterEach(() => {
  vi.useRealTimers();
});
beforeEach(() => {
  // Only the clock stands still: what is waited for on the network goes on.
  vi.useFakeTimers({ toFake: ["Date"] });
  asked = [];
  redirected = null;
  answers = {
    "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
    "/keys": { keys: [publicKey] },
  };
});

function options(changes: Partial<OidcOptions> = {}): OidcOptions {
  return {
    issuer,
    audience: "perf",
    jwksUri: null,
    nameClaim: "sub",
    rolesClaim: "roles",
    roles: { leads: ["approver"] },
    ...changes,
  };
}

interface Wanted {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey;
}

function token({ claims = {}, header = {}, key = signing }: Wanted = {}): Promise<string> {
  const all = { iss: issuer, aud: "perf", sub: "ana", exp: seconds + 60, roles: ["leads", "others"], ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: "ES256", kid: "k1", ...header }).sign(key);
}

describe("oidcVerifier", () => {
  it("recognises who holds a token of the provider", async () => {
    const verifier = oidcVerifier(options());
    const principal = { name: "ana", roles: ["approver"], by: "oidc", expiresAt: now + 60_000 };
    expect(await verifier.verify(await token(), now)).toEqual(principal);
    expect(await verifier.verify(await token(), now)).toEqual(principal);
    expect(asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  it("asks for keys where it is told that they are", async () => {
    answers = { "/other": { keys: [publicKey] } };
    expect(await oidcVerifier(options({ jwksUri: `${issuer}/other` })).verify(await token(), now)).not.toBeNull();
  });

  it.each<[string, Wanted]>([
    ["of another issuer", { claims: { iss: "https://other.example" } }],
    ["for somebody else", { claims: { aud: "shop" } }],
    ["that is over", { claims: { exp: seconds - 31 } }],
    ["that never ends", { claims: { exp: undefined } }],
    ["that does not hold yet", { claims: { nbf: seconds + 31 } }],
    ["of nobody", { claims: { sub: undefined } }],
    ["with a key that is not the provider's", { header: { kid: "k2" } }],
  ])("refuses a token %s", async (_name, wanted) => {
    expect(await oidcVerifier(options()).verify(await token(wanted), now)).toBeNull();
  });

  it("refuses what the provider did not sign", async () => {
    const verifier = oidcVerifier(options());
    expect(await verifier.verify(await token({ key: stranger }), now)).toBeNull();
    const [, payload = ""] = (await token()).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    expect(await verifier.verify(`${none}.${payload}.AA`, now)).toBeNull();
    const shared = await new SignJWT({ iss: issuer, aud: "perf", sub: "ana", exp: seconds + 60 })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .sign(new TextEncoder().encode(JSON.stringify(publicKey)));
    expect(await verifier.verify(shared, now)).toBeNull();
  });

  it("asks nobody about what is no such token", async () => {
    expect(await oidcVerifier(options()).verify("pa_0123", now)).toBeNull();
    expect(asked).toEqual([]);
  });

  it("says that the provider cannot be asked, and asks again after a while", async () => {
    const verifier = oidcVerifier(options());
    const { "/keys": keys, ...rest } = answers;
    answers = {};
    await expect(verifier.verify(await token(), now)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
    answers = rest;
    await expect(verifier.verify(await token(), now + 4_999)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
    expect(asked).toHaveLength(1);
    await expect(verifier.verify(await token(), now + 5_000)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
    expect(asked).toHaveLength(3);
    answers = { ...rest, "/keys": keys };
    expect(await verifier.verify(await token(), now + 10_000)).not.toBeNull();
  });

  it("goes on knowing people by the keys that it has, whatever somebody sends while the provider is away", async () => {
    const verifier = oidcVerifier(options());
    const good = await token();
    expect(await verifier.verify(good, now)).not.toBeNull();
    answers = {};
    vi.setSystemTime(Date.now() + 60_000);
    const unknown = await token({ header: { kid: "made-up" } });
    await expect(verifier.verify(unknown, now + 1_000)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
    const before = asked.length;
    for (const at of [2_000, 3_000, 4_000]) {
      await expect(verifier.verify(unknown, now + at)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
      expect(await verifier.verify(good, now + at)).toMatchObject({ name: "ana" });
    }
    expect(asked.length).toBe(before);
  });

  it("refuses a token that the provider's public key signs as if it were a shared secret, in every form of it", async () => {
    const verifier = oidcVerifier(options());
    const claims = { iss: issuer, aud: "perf", sub: "ana", exp: seconds + 60, roles: ["leads"] };
    const spki = await exportSPKI(publicKeyOf);
    const forms = [JSON.stringify(publicKey), spki, spki.trim(), String(publicKey.x), ""];
    for (const [at, form] of forms.entries()) {
      for (const alg of ["HS256", "HS384", "HS512"]) {
        const input = [{ alg, kid: "k1" }, claims].map((part) =>
          Buffer.from(JSON.stringify(part)).toString("base64url"),
        );
        const signature = createHmac(alg.replace("HS", "sha"), form).update(input.join(".")).digest("base64url");
        const made = `${input.join(".")}.${signature}`;
        expect({ at, alg, holder: await verifier.verify(made, now) }).toEqual({ at, alg, holder: null });
      }
    }
  });

  it.each(["none", "None", "NONE", "nOnE", ""])(
    "refuses a token that says it needs no signature: alg %j",
    async (alg) => {
      const claims = { iss: issuer, aud: "perf", sub: "ana", exp: seconds + 60, roles: ["leads"] };
      const input = [{ alg, kid: "k1" }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
      for (const signature of ["", "AA"])
        expect(await oidcVerifier(options()).verify(`${input.join(".")}.${signature}`, now)).toBeNull();
    },
  );

  it("asks for keys only where it was told: what a token names is not followed", async () => {
    const verifier = oidcVerifier(options());
    const header = { jku: `${issuer}/attacker`, x5u: `${issuer}/attacker`, kid: "k2" };
    expect(await verifier.verify(await token({ header, key: stranger }), now)).toBeNull();
    const jwk = await exportJWK((await generateKeyPair("ES256")).publicKey);
    expect(await verifier.verify(await token({ header: { jwk }, key: stranger }), now)).toBeNull();
    expect(asked).not.toContain("/attacker");
  });

  it.each([302, 307])("does not follow the provider elsewhere (%i)", async (status) => {
    redirected = { status, location: `${issuer}/elsewhere` };
    await expect(oidcVerifier(options()).verify(await token(), now)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
    expect(asked).not.toContain("/elsewhere");
  });

  it("does not believe a provider that speaks for another", async () => {
    answers["/.well-known/openid-configuration"] = { issuer: "https://other.example", jwks_uri: `${issuer}/keys` };
    await expect(oidcVerifier(options()).verify(await token(), now)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
  });
});
