import type { handlers } from "./handlers.ts";
import { type Service, type ServiceName, serviceNames, services } from "./services.ts";

export type EndpointName = keyof typeof handlers;

interface Place {
  /** The part of the path that varies, decoded. */
  readonly id: string;
  readonly query: URLSearchParams;
}

export type Route = Place &
  (
    | { readonly kind: "control"; readonly name: "healthz" | "faults" | "stats" }
    | { readonly kind: "service"; readonly name: ServiceName; readonly service: Service }
    | {
        readonly kind: "shop";
        readonly name: EndpointName;
        /** Service time: median in ms and standard deviation of its logarithm. */
        readonly medianMs: number;
        readonly spread: number;
      }
  );

const endpoints: readonly [method: string, path: RegExp, name: EndpointName, medianMs: number, spread: number][] = [
  ["GET", /^\/api\/products$/, "list-products", 6, 0.35],
  ["GET", /^\/api\/products\/([^/]+)$/, "get-product", 3, 0.35],
  ["POST", /^\/graphql$/, "search", 10, 0.45],
  ["POST", /^\/api\/login$/, "login", 18, 0.25],
  ["POST", /^\/api\/token$/, "renew", 5, 0.25],
  ["POST", /^\/api\/cart$/, "add-to-cart", 8, 0.4],
  ["GET", /^\/api\/cart$/, "cart", 4, 0.4],
  ["POST", /^\/api\/checkout$/, "checkout", 30, 0.4],
  ["POST", /^\/api\/products\/([^/]+)\/photos$/, "photo", 12, 0.3],
  ["DELETE", /^\/api\/test-tenants\/([^/]+)$/, "cleanup", 2, 0.2],
  ["GET", /^\/api\/test-tenants\/([^/]+)$/, "leftovers", 2, 0.2],
];

const controls: readonly [path: RegExp, name: "healthz" | "faults" | "stats"][] = [
  [/^\/healthz$/, "healthz"],
  [/^\/__faults(?:\/([^/]+))?$/, "faults"],
  [/^\/__stats$/, "stats"],
];

/** The endpoint that answers a request; `not-found` when there is none. */
export function routeOf(method: string, url: string): Route {
  const cut = url.indexOf("?");
  const path = cut < 0 ? url : url.slice(0, cut);
  const query = new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1));
  for (const [wanted, pattern, name, medianMs, spread] of endpoints) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match !== null) return { kind: "shop", name, id: decode(match[1]), query, medianMs, spread };
  }
  for (const name of serviceNames) {
    const service: Service = services[name];
    const match = method === "GET" ? service.path.exec(path) : null;
    if (match !== null) return { kind: "service", name, service, id: decode(match[1]), query };
  }
  for (const [pattern, name] of controls) {
    const match = pattern.exec(path);
    if (match !== null) return { kind: "control", name, id: decode(match[1]), query };
  }
  return { kind: "shop", name: "not-found", id: "", query, medianMs: 0, spread: 0 };
}

function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return part ?? "";
  }
}
