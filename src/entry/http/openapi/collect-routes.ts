import type { ServiceApp } from "../service-app.ts";
import type { DescribedRoute } from "./describe-api.ts";

/** The page and its files: all that is no part of the API. */
export const pagePattern = "/*";

/**
 * Notes every route that is added from now on. The list fills while routes are added. What is not described is found by nobody who looks at
 * who may do what: adding it throws.
 */
export function collectRoutes(app: ServiceApp): readonly DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook("onRoute", ({ method, url, schema, config }) => {
    if (url === pagePattern) return;
    const permission = config?.permission;
    if (schema?.summary === undefined || permission === undefined)
      throw new Error(`${String(method)} ${url} has no summary, or says nothing of who may use it`);
    for (const one of Array.isArray(method) ? method : [method]) {
      // Every GET answers HEAD too.
      if (one !== "HEAD") routes.push({ method: one, url, permission, schema });
    }
  });
  return routes;
}
