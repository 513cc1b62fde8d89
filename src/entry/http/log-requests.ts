import { pathOf } from "./answer-errors.ts";
import type { ServiceApp } from "./service-app.ts";

/** Headers that no log may hold, wherever a request is logged. */
export const redactedPaths = ["req.headers.authorization", "req.headers.cookie", "request.headers.authorization"];

/** One line a request, when it is over: without its query and its body, which may hold what somebody typed. */
export function logRequests(app: ServiceApp): void {
  app.addHook("onResponse", async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        path: pathOf(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        // Not there on public routes and for whoever was refused.
        by: request.principal?.name,
        from: request.ip,
      },
      "request",
    );
  });
}
