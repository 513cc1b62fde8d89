import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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

beforeAll(async () => {
  const own = await generateKeyPair("ES256");
  signing = own.privateKey;
  stranger = (await generateKeyPair("ES256")).privateKey;
  publicKey = { ...(await exportJWK(own.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
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
beforeEach(() => {
  asked = [];
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

  it("does not believe a provider that speaks for another", async () => {
    answers["/.well-known/openid-configuration"] = { issuer: "https://other.example", jwks_uri: `${issuer}/keys` };
    await expect(oidcVerifier(options()).verify(await token(), now)).rejects.toThrow("PA_PROVIDER_UNREACHABLE");
  });
});
