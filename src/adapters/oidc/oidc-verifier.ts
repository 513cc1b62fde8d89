import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from "jose";
import { z } from "zod";
import type { Role } from "../../contract/api/roles.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { TokenVerifier } from "../../ports/token-verifier.ts";
import { nameOf, rolesOf } from "./read-claims.ts";

/** Signatures with a private key that the provider alone has. A shared secret could sign for anybody. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const patienceMs = 5_000;
/** By how much the clocks of provider and service may differ. */
const clockToleranceS = 30;
/** A provider that did not answer is left alone for so long: whoever sends tokens of their own making must not make us ask it each time. */
const restMs = 5_000;
/** Three parts between dots: anything else is no token of a provider, and it is not asked for keys. */
const tokenForm = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/u;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** null: where the issuer's discovery document says. */
  readonly jwksUri: string | null;
  readonly nameClaim: string;
  readonly rolesClaim: string;
  readonly roles: Readonly<Record<string, readonly Role[]>>;
}

/**
 * Recognises JSON Web Tokens of an OpenID Connect provider, by its published keys: issuer, audience, end and signature must be right
 * (RFC 7519, RFC 8725). Throws PA_PROVIDER_UNREACHABLE where the keys cannot be had.
 */
export function oidcVerifier(options: OidcOptions): TokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  let failed: { readonly at: number; readonly error: PerfAgentError } | null = null;
  let askedAt = -Infinity;
  // Keys that are known hold on while the provider rests: a token of somebody's own making must not keep others out.
  const ask: FetchImplementation = async (url, init) => {
    if (failed !== null && askedAt - failed.at < restMs) throw failed.error;
    return fetch(url, init);
  };
  const keysOf = (): Promise<JWTVerifyGetKey> => {
    keys ??= findKeys(options, ask).catch((error: unknown) => {
      // The provider may answer next time.
      keys = null;
      throw error;
    });
    return keys;
  };
  return {
    async verify(token, now) {
      if (!tokenForm.test(token)) return null;
      askedAt = now;
      try {
        const { payload } = await jwtVerify(token, await keysOf(), {
          issuer: options.issuer,
          audience: options.audience,
          algorithms,
          clockTolerance: clockToleranceS,
          currentDate: new Date(now),
          requiredClaims: ["exp", "iss", "aud"],
        });
        const name = nameOf(payload, options.nameClaim);
        if (name === null || payload.exp === undefined) return null;
        return {
          name,
          roles: rolesOf(payload, options.rolesClaim, options.roles),
          by: "oidc",
          expiresAt: payload.exp * 1000,
        };
      } catch (error) {
        if (isRefusal(error)) return null;
        if (error instanceof PerfAgentError) throw error;
        failed = { at: now, error: unreachable(options.issuer, error) };
        throw failed.error;
      }
    },
  };
}

/** True where the token is at fault, and not the way to the provider's keys. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}

async function findKeys({ issuer, jwksUri }: OidcOptions, ask: FetchImplementation): Promise<JWTVerifyGetKey> {
  const url = jwksUri ?? (await discover(issuer, ask));
  return createRemoteJWKSet(new URL(url), { timeoutDuration: patienceMs, [customFetch]: ask });
}

/** The address of the keys by OpenID Connect Discovery 1.0, section 4. */
async function discover(issuer: string, ask: FetchImplementation): Promise<string> {
  const address = `${issuer.replace(/\/$/u, "")}/.well-known/openid-configuration`;
  const response = await ask(address, {
    method: "GET",
    headers: new Headers({ accept: "application/json" }),
    signal: AbortSignal.timeout(patienceMs),
    redirect: "manual",
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const found = discoverySchema.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${address} speaks of the issuer ${found.issuer}`);
  const url = new URL(found.jwks_uri);
  // Whoever can change what is said on the way could sign for anybody.
  if (url.protocol !== "https:" && new URL(issuer).protocol === "https:") throw new Error(`${url.href} is not https`);
  return url.href;
}

function unreachable(issuer: string, error: unknown): PerfAgentError {
  const why = error instanceof Error ? error.message : String(error);
  return PerfAgentError.of("PA_PROVIDER_UNREACHABLE", `the keys of ${issuer} cannot be had: ${why}`, { cause: error });
}
