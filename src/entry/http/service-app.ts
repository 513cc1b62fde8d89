import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { Permission } from "../../contract/api/roles.ts";
import type { Principal } from "../../ports/token-verifier.ts";
import type { ZodTypeProvider } from "./zod-schemas.ts";

/** What a route demands of who asks. `public`: nothing, not even a token; only for what says nothing about anybody's tests. */
export type RoutePermission = Permission | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Every route has one: the service does not start with a route that has none. */
    permission?: RoutePermission;
  }
  interface FastifyRequest {
    /** Who asks. Not there on `public` routes, where nobody was asked for it. */
    principal: Principal;
  }
}

/** The HTTP server, whose routes take and give zod schemas. */
export type ServiceApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
