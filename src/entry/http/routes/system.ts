import { serviceStateSchema } from "../../../contract/api/service-state.ts";
import { checkReadiness } from "../../../services/check-readiness.ts";
import type { Service } from "../../../services/service.ts";
import type { Life } from "../life.ts";
import type { ServiceMetrics } from "../metrics.ts";
import { describeApi, type DescribedRoute } from "../openapi/describe-api.ts";
import type { JsonObject } from "../openapi/schema-components.ts";
import { apiPage } from "../pages/api-page.ts";
import { errorsPage } from "../pages/errors-page.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["system"];
const html = "text/html; charset=utf-8";

/** What those who look after the process ask, and what describes the API. They stand beside the API's root, where tools look for them. */
export function systemRoutes(
  app: ServiceApp,
  service: Service,
  parts: { readonly life: Life; readonly metrics: ServiceMetrics; readonly routes: readonly DescribedRoute[] },
): void {
  const { life, metrics, routes } = parts;
  // Made when it is first asked for: a start does not wait for it.
  let made: JsonObject | null = null;
  const description = (): JsonObject => {
    made ??= describeApi(routes, service.version);
    return made;
  };
  const isUnlogged = { logLevel: "warn" } as const;

  app.get(
    "/healthz",
    {
      ...isUnlogged,
      config: { permission: "public" },
      schema: { summary: "The process runs", tags, response: { 200: serviceStateSchema } },
    },
    async () => ({ state: "alive" as const }),
  );

  app.get(
    "/readyz",
    {
      ...isUnlogged,
      config: { permission: "public" },
      schema: {
        summary: "The service takes work",
        description: "503 while it is being stopped, or where its store does not answer.",
        tags,
        response: { 200: serviceStateSchema },
      },
    },
    async () => {
      await checkReadiness(service, life.isStopping());
      return { state: "ready" as const };
    },
  );

  app.get(
    "/metrics",
    {
      ...isUnlogged,
      config: { permission: "read-metrics" },
      schema: { summary: "Figures of the service for Prometheus", tags, produces: ["text/plain"] },
    },
    async (_request, reply) => {
      const { text, type } = await metrics.expose(service);
      return reply.type(type).send(text);
    },
  );

  app.get(
    "/openapi.json",
    {
      config: { permission: "read" },
      schema: { summary: "This description, as OpenAPI 3.1", tags, produces: ["application/json"] },
    },
    async (_request, reply) => reply.type("application/json; charset=utf-8").send(JSON.stringify(description())),
  );

  app.get(
    "/docs/api",
    {
      config: { permission: "public" },
      schema: { summary: "This description, as a page", tags, produces: ["text/html"] },
    },
    async (_request, reply) => reply.type(html).send(apiPage(description())),
  );

  app.get(
    "/docs/errors",
    {
      config: { permission: "public" },
      schema: { summary: "Every error with its cause and remedy", tags, produces: ["text/html"] },
    },
    async (_request, reply) => reply.type(html).send(errorsPage()),
  );
}
