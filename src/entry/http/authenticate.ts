import { isPermitted, permissions } from "../../contract/api/roles.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Principal } from "../../ports/token-verifier.ts";
import { recognise } from "../../services/access/recognise.ts";
import type { Service } from "../../services/service.ts";
import { RateLimit, TooManyRequests } from "./limits.ts";
import type { ServiceApp } from "./service-app.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the hook below; read it as `principal`. */
    recognised: Principal | null;
  }
}

/**
 * Says who asks before anything else of a request is read, and whether they may: PA_TOKEN_INVALID, PA_ACCESS_DENIED. Who asks too much, or
 * tries tokens that nobody holds, waits (PA_RATE_LIMITED). A route that says nothing of who may use it is a defect: it is not served, and
 * adding it throws.
 */
export function authenticate(app: ServiceApp, service: Service): void {
  const { clock, settings } = service;
  const asked = new RateLimit(settings.limits.requestsPerMinute, clock);
  const refused = new RateLimit(settings.limits.refusedPerMinute, clock);

  app.decorateRequest("recognised", null);
  app.decorateRequest("principal", {
    getter() {
      if (this.recognised === null) throw new Error("nobody was recognised: the route is public");
      return this.recognised;
    },
  });
  app.addHook("onRoute", ({ config, method, url }) => {
    if (config?.permission === undefined) throw new Error(`${String(method)} ${url} says nothing of who may use it`);
  });
  app.addHook("onRequest", async (request, reply) => {
    const permission = request.routeOptions.config.permission;
    if (permission === "public") return;
    // An address that keeps trying is not even looked up, so that it cannot find out when it hits.
    const waitMs = refused.waitMs(request.ip);
    if (waitMs > 0) throw new TooManyRequests("too many tokens that nobody holds came from this address", waitMs);
    const token = bearerOf(request.headers.authorization);
    const principal = token === null ? null : await recognise(service, token);
    if (principal === null) {
      refused.take(request.ip);
      reply.header("www-authenticate", token === null ? "Bearer" : 'Bearer error="invalid_token"');
      throw PerfAgentError.of(
        "PA_TOKEN_INVALID",
        token === null ? "the request carries no token" : "the token is unknown, expired or revoked",
      );
    }
    const limitedMs = asked.waitMs(principal.name);
    if (limitedMs > 0) throw new TooManyRequests(`${principal.name} asks too much`, limitedMs);
    asked.take(principal.name);
    request.recognised = principal;
    // Paths that lead nowhere say so to whoever is known.
    if (permission === undefined || isPermitted(principal.roles, permission)) return;
    throw PerfAgentError.of(
      "PA_ACCESS_DENIED",
      `${principal.name} (${principal.roles.join(", ") || "no role"}) lacks the permission ${permission}, which ${permissions[permission].join(", ")} have`,
    );
  });
}

/** null: there is none of the kind. Tokens in addresses are never read: addresses end up in logs and histories. */
function bearerOf(header: string | undefined): string | null {
  return /^Bearer +(\S+)$/iu.exec(header ?? "")?.[1] ?? null;
}
