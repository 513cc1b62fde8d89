import type { FastifyError } from "fastify";
import { PerfAgentError } from "../../contract/errors.ts";
import { TooManyRequests } from "./limits.ts";
import { problemOf, problemType } from "./problem.ts";
import type { ServiceApp } from "./service-app.ts";

/** What the server itself finds wrong with a request, by its status. */
const ownRefusals: Readonly<Record<number, (error: FastifyError) => PerfAgentError>> = {
  413: () => PerfAgentError.of("PA_REQUEST_TOO_LARGE", "the body is larger than the service takes"),
  503: () => PerfAgentError.of("PA_SERVICE_STOPPING", "the service is being stopped"),
};

/** Any error as one that may be told. What nobody foresaw is told to the log, not to whoever asked: it may hold anything. */
export function toldError(error: FastifyError | Error): PerfAgentError {
  if (error instanceof PerfAgentError) return error;
  const status = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  const own = ownRefusals[status];
  if (own !== undefined && "code" in error) return own(error);
  if (status >= 400 && status < 500) return PerfAgentError.of("PA_REQUEST_INVALID", error.message);
  return PerfAgentError.of("PA_INTERNAL", "something went wrong that should not have", {
    remedy: "Look for the id in `instance` in the log of the service, and report what it says there.",
  });
}

/** Gives every error, and every path that leads nowhere, as `application/problem+json` with a status by its code. */
export function answerErrors(app: ServiceApp): void {
  app.setErrorHandler<FastifyError | Error>((error, request, reply) => {
    const problem = problemOf(toldError(error), request.id);
    if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, "a request failed");
    // Whoever is refused need not be listened to any longer: a body that never comes to its end would hold the connection.
    if (!request.raw.complete) reply.header("connection", "close");
    if (error instanceof TooManyRequests) reply.header("retry-after", Math.ceil(error.retryAfterMs / 1000));
    // Written here: a route's own schemas say nothing of errors.
    return reply.code(problem.status).type(problemType).send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw PerfAgentError.of("PA_ROUTE_NOT_FOUND", `there is no ${request.method} ${pathOf(request.url)}`);
  });
}

/** An address without its query, which may hold what somebody typed. */
export function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}
