import multipart from "@fastify/multipart";
import Fastify, { LogController } from "fastify";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../../services/service.ts";
import { answerErrors } from "./answer-errors.ts";
import { authenticate } from "./authenticate.ts";
import { addEntityTags } from "./entity-tags.ts";
import { guardHost } from "./guard-host.ts";
import type { Life } from "./life.ts";
import { logRequests, redactedPaths } from "./log-requests.ts";
import type { ServiceMetrics } from "./metrics.ts";
import { collectRoutes } from "./openapi/collect-routes.ts";
import { refuseDeepBodies } from "./refuse-deep-bodies.ts";
import { refuseUnrouted } from "./refuse-unrouted.ts";
import { accessRoutes } from "./routes/access.ts";
import { analysisRoutes } from "./routes/analyses.ts";
import { baselineRoutes } from "./routes/baselines.ts";
import { planRoutes } from "./routes/plans.ts";
import { portfolioRoutes } from "./routes/portfolio.ts";
import { runEventRoutes } from "./routes/run-events.ts";
import { runRoutes } from "./routes/runs.ts";
import { systemRoutes } from "./routes/system.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { servePage } from "./serve-page.ts";
import type { ServiceApp, ZodTypeProvider } from "./service-app.ts";
import { useZodSchemas } from "./zod-schemas.ts";

/** Where the API stands among the agents that Perf-Xi calls. */
export const apiRoot = "/api/agents/performance-agent";

/** Time for the head of a request, and for all of it. Who sends more slowly is cut off, as each open request costs something. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 300_000;
/** How often those times are looked at. */
const lookEveryMs = 2_000;
/** A connection on which nothing moves for so long is gone. Streams of events say something every few seconds. */
const silenceMs = 300_000;
const headBytes = 16 * 1024;
const mostConnections = 2_000;

export interface ServerParts {
  readonly life: Life;
  readonly metrics: ServiceMetrics;
  /** Folder of the built page. */
  readonly pageDirectory: string;
  /** Takes the log, one JSON document a line. null: there is none. */
  readonly log: { write(line: string): void } | null;
}

/** The HTTP server with all its routes, ready to listen. */
export async function createServer(service: Service, parts: ServerParts): Promise<ServiceApp> {
  const { settings, system } = service;
  // An id that somebody else chose could be made to look like another request's.
  const makeId = (): string => system.randomHex(16);
  const isHttps = settings.publicUrl?.startsWith("https:") === true;
  const unrouted = refuseUnrouted({ makeId, isHttps });
  const app: ServiceApp = Fastify({
    logger: parts.log === null ? false : { level: "info", stream: parts.log, redact: redactedPaths },
    // Requests are logged in one line of our own.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: makeId,
    bodyLimit: settings.limits.bodyBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: silenceMs,
    forceCloseConnections: "idle",
    // What may still be asked while the service ends, and what not, is ours to say.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => unrouted.answer(error, request.id, reply.raw),
    clientErrorHandler: (error, socket) => unrouted.endConnection(error, socket),
    routerOptions: { maxParamLength: 300 },
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: lookEveryMs,
      maxHeaderSize: headBytes,
      // Told apart by us, so that this refusal looks like the others.
      requireHostHeader: false,
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = mostConnections;
  unrouted.refuseExpectations(app.server);

  useZodSchemas(app);
  answerErrors(app);
  const routes = collectRoutes(app);
  addSecurityHeaders(app, { isHttps });
  guardHost(app, settings);
  authenticate(app, service);
  refuseLargeBodies(app, settings.limits.uploadBytes);
  beginNothingWhileStopping(app, parts.life);
  refuseDeepBodies(app);
  addEntityTags(app);
  parts.metrics.watch(app);
  logRequests(app);
  await app.register(multipart, { limits: { fileSize: settings.limits.uploadBytes } });

  systemRoutes(app, service, { life: parts.life, metrics: parts.metrics, routes });
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<ZodTypeProvider>();
      accessRoutes(api, service);
      planRoutes(api, service);
      runRoutes(api, service);
      runEventRoutes(api, service);
      analysisRoutes(api, service);
      baselineRoutes(api, service);
      portfolioRoutes(api, service);
    },
    { prefix: apiRoot },
  );
  await servePage(app, { documents: service.documents, directory: parts.pageDirectory });
  await app.ready();
  return app;
}

/** A body that says itself that it is too large is not read at all. */
function refuseLargeBodies(app: ServiceApp, mostBytes: number): void {
  app.addHook("onRequest", async (request, reply) => {
    const announced = Number(request.headers["content-length"] ?? 0);
    if (announced <= mostBytes) return;
    reply.header("connection", "close");
    throw PerfAgentError.of("PA_REQUEST_TOO_LARGE", `the body has ${announced} bytes, and ${mostBytes} are taken`);
  });
}

/** What would begin something is refused while the service is being stopped; what is looked at can be looked at to the end. */
function beginNothingWhileStopping(app: ServiceApp, life: Life): void {
  app.addHook("onRequest", async (request) => {
    const isReading = ["GET", "HEAD", "OPTIONS"].includes(request.method);
    // A run that is under way can still be stopped at once.
    if (!life.isStopping() || isReading || request.routeOptions.url?.endsWith("/stop") === true) return;
    throw PerfAgentError.of("PA_SERVICE_STOPPING", "the service is being stopped and begins nothing new");
  });
}
