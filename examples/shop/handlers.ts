import type { IncomingHttpHeaders } from "node:http";
import { findProducts, forSale, pageBody, products } from "./catalogue.ts";
import { isRecord } from "./is-record.ts";
import type { Route } from "./routes.ts";
import type { Tenants } from "./tenants.ts";

export interface ShopState {
  readonly tenants: Tenants;
  readonly apiKey: string | null;
}

export interface ShopRequest {
  readonly route: Route;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly tenant: string;
  /** Epoch ms. */
  readonly now: number;
}

/** `text` is JSON that is already written. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
}

type Handler = (request: ShopRequest, state: ShopState) => Answer;

const refuse = (status: number, error: string): Answer => ({ status, body: { error } });

/** Wraps a handler that needs a customer: a bearer token that has not expired. */
function asCustomer(handle: (request: ShopRequest, state: ShopState, user: string) => Answer): Handler {
  return (request, state) => {
    const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ");
    const user = scheme === "Bearer" ? state.tenants.userOf(request.tenant, token, request.now) : null;
    return user === null ? refuse(401, "log in first") : handle(request, state, user);
  };
}

function jsonOf(request: ShopRequest): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(request.body.toString("utf8"));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** What each endpoint answers. */
export const handlers = {
  "list-products": ({ route }) => {
    const text = pageBody(Number(route.query.get("page") ?? 1));
    return text === undefined ? refuse(404, "no such page") : { status: 200, text };
  },

  "get-product": ({ route }) => {
    const product = products[Number(route.id) - 1];
    return product === undefined ? refuse(404, "no such product") : { status: 200, body: forSale(product) };
  },

  search: (request) => {
    const json = jsonOf(request);
    const variables = json?.["variables"];
    const text = isRecord(variables) ? variables["q"] : undefined;
    if (typeof json?.["query"] !== "string" || typeof text !== "string") {
      return { status: 200, body: { errors: [{ message: "query and variables.q are needed" }] } };
    }
    return { status: 200, body: { data: { find: findProducts(text).map(({ id }) => ({ id })) } } };
  },

  login: (request, { tenants, apiKey }) => {
    if (apiKey !== null && request.headers["x-api-key"] !== apiKey) return refuse(403, "unknown client");
    const json = jsonOf(request);
    const user = json?.["user"];
    const password = json?.["password"];
    if (typeof user !== "string" || typeof password !== "string" || user === "" || password === "") {
      return refuse(400, "user and password are needed");
    }
    const token = tenants.logIn(request.tenant, user, password, request.now);
    return token === null ? refuse(401, "wrong password") : { status: 200, body: { token } };
  },

  renew: (request, { tenants }) => {
    const form = new URLSearchParams(request.body.toString("utf8"));
    if (form.get("grant") !== "refresh") return refuse(400, "grant must be refresh");
    const token = tenants.renew(request.tenant, form.get("token") ?? "", request.now);
    return token === null ? refuse(401, "the token has expired") : { status: 200, body: { token } };
  },

  "add-to-cart": asCustomer((request, { tenants }, user) => {
    const json = jsonOf(request);
    const productId = Number(json?.["productId"]);
    const quantity = Number(json?.["quantity"] ?? 1);
    if (products[productId - 1] === undefined) return refuse(422, "no such product");
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99) return refuse(422, "quantity is 1 to 99");
    return { status: 201, body: { items: tenants.addToCart(request.tenant, user, productId, quantity) } };
  }),

  cart: asCustomer((request, { tenants }, user) => ({ status: 200, body: tenants.cart(request.tenant, user) })),

  checkout: asCustomer((request, { tenants }, user) => {
    const key = request.headers["idempotency-key"];
    const order = tenants.checkOut(request.tenant, user, typeof key === "string" ? key : undefined);
    return order === null ? refuse(409, "the cart is empty") : { status: 201, body: order };
  }),

  photo: asCustomer((request, { tenants }) => {
    if (products[Number(request.route.id) - 1] === undefined) return refuse(404, "no such product");
    if (!/^multipart\/form-data;.*boundary=/.test(request.headers["content-type"] ?? "")) {
      return refuse(415, "a photo comes as multipart/form-data");
    }
    if (!request.body.includes('filename="')) return refuse(422, "no file in the form");
    return { status: 201, body: { photo: tenants.addPhoto(request.tenant), bytes: request.body.length } };
  }),

  cleanup: ({ route }, { tenants }) => {
    tenants.remove(route.id);
    return { status: 204 };
  },

  leftovers: ({ route }, { tenants }) => ({ status: 200, body: { total: tenants.thingsOf(route.id) } }),

  "not-found": () => refuse(404, "nothing here"),
} as const satisfies Record<string, Handler>;
