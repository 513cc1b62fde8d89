import type { ServiceApp } from "../service-app.ts";
import type { DescribedRoute } from "./describe-api.ts";

/** Notes every route that is added from now on and has a summary: those are the API. The list fills while routes are added. */
export function collectRoutes(app: ServiceApp): readonly DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook("onRoute", ({ method, url, schema, config }) => {
    const permission = config?.permission;
    if (schema?.summary === undefined || permission === undefined) return;
    for (const one of Array.isArray(method) ? method : [method]) {
      // Every GET answers HEAD too.
      if (one !== "HEAD") routes.push({ method: one, url, permission, schema });
    }
  });
  return routes;
}
