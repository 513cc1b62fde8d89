import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { z } from "zod";
import type { Permission } from "../../contract/api/roles.ts";
import type { Principal } from "../../ports/token-verifier.ts";

/** What a route demands of who asks. `public`: nothing, not even a token; only for what says nothing about anybody's tests. */
export type RoutePermission = Permission | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Every route has one: the service does not start with a route that has none. */
    permission?: RoutePermission;
  }
  interface FastifySchema {
    /** One line, for the page of the API. */
    summary?: string;
    description?: string;
    tags?: readonly string[];
    /** Media types of the body; default JSON. */
    consumes?: readonly string[];
    /** Media types of an answer without a schema. */
    produces?: readonly string[];
  }
  interface FastifyRequest {
    /** Who asks. Not there on `public` routes, where nobody was asked for it. */
    principal: Principal;
  }
}

/** What handlers take is what the schemas of their route give, and what they give is what those take. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this["schema"] extends z.ZodType ? z.output<this["schema"]> : unknown;
  serializer: this["schema"] extends z.ZodType ? z.input<this["schema"]> : unknown;
}

/** The HTTP server, whose routes take and give zod schemas. */
export type ServiceApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
