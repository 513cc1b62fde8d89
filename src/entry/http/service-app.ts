import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Permission } from "../../contract/api/roles.ts";
import type { Principal } from "../../ports/token-verifier.ts";

/** What a route demands of who asks. `public`: nothing, not even a token; only for what says nothing about anybody's tests. */
export type RoutePermission = Permission | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Every route has one: the service does not start with a route that has none. */
    permission?: RoutePermission;
  }
  interface FastifyRequest {
    /** Who asks. Only on routes that are not `public`: reading it elsewhere is a defect and throws. */
    readonly principal: Principal;
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
