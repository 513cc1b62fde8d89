import { isPermitted, permissions } from "../../contract/api/roles.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { recognise } from "../../services/access/recognise.ts";
import type { Service } from "../../services/service.ts";
import { RateLimit, TooManyRequests } from "./limits.ts";
import type { ServiceApp } from "./service-app.ts";

/**
 * Says who asks before anything else of a request is read, and whether they may: PA_TOKEN_INVALID, PA_ACCESS_DENIED. Who asks too much, or
 * tries tokens that nobody holds, waits (PA_RATE_LIMITED). A route that says nothing of who may use it is a defect: it is not served, and
 * adding it throws.
 */
export function authenticate(app: ServiceApp, service: Service): void {
  const { clock, settings } = service;
  const asked = new RateLimit(settings.limits.requestsPerMinute, clock);
  const refused = new RateLimit(settings.limits.refusedPerMinute, clock);

  app.decorateRequest("principal");
  app.addHook("onRoute", ({ config, method, url }) => {
    if (config?.permission === undefined) throw new Error(`${String(method)} ${url} says nothing of who may use it`);
  });
  app.addHook("onRequest", async (request, reply) => {
    // A path that leads nowhere has no configuration, and says so to whoever is known.
    const permission = request.routeOptions.config?.permission;
    if (permission === "public") return;
    const token = bearerOf(request.headers.authorization);
    const principal = token === null ? null : await recognise(service, token);
    if (principal === null) {
      // Only who is not known is slowed down: others behind the same address are not kept out by them.
      const waitMs = refused.waitMs(request.ip);
      if (waitMs > 0) throw new TooManyRequests("too many requests without a token that holds came from here", waitMs);
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
    request.principal = principal;
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
