/**
 * What a service does for an answer, in the order of this list; each step is a real little thing that one or more faults can make worse:
 * `connection` takes one of the database's connections, `lookup` asks the cache for a profile, `query` reads the database, `downstream` asks a second
 * service over HTTP, `lock` passes the section that one request may be in at a time, `compress` makes a receipt in the thread pool, `assemble` builds the
 * body and writes it as JSON.
 */
export type Step = "connection" | "lookup" | "query" | "downstream" | "lock" | "compress" | "assemble";

/** Service time before the steps, in two bounded modes: most requests are short, a share of them (0 to 1) takes the long way. Milliseconds from, to. */
export interface TwoModes {
  readonly short: readonly [from: number, to: number];
  readonly long: readonly [from: number, to: number];
  readonly longShare: number;
}

export interface Service {
  readonly path: RegExp;
  /** The parameter of the query that names what is wanted; null: the last part of the path. */
  readonly parameter: string | null;
  /** Numbers up to this are known; null: any text is. */
  readonly known: number | null;
  readonly times: TwoModes;
  /** Of every request. */
  readonly steps: readonly Step[];
  /** Of requests that take the long way, after `steps`. */
  readonly longSteps: readonly Step[];
  /** Items of the body, when it is assembled. */
  readonly items: number;
}

export const orders = 2000;
export const customers = 200;
const productCount = 120;

/**
 * The services beside the shop proper. `get-order` is made for measuring: at 250 requests a second its p95 lies in the middle of its long mode, where the
 * requests are dense, so that it differs little between runs; and only one request in ten does the whole work, so that a fault needs little of the core (the others'
 * answers are ready).
 */
export const services = {
  "get-order": {
    path: /^\/api\/orders\/([^/]+)$/,
    parameter: null,
    known: orders,
    times: { short: [16, 30], long: [50, 56], longShare: 0.1 },
    steps: [],
    longSteps: ["connection", "lookup", "query", "downstream", "lock", "compress", "assemble"],
    items: 200,
  },
  "list-orders": {
    path: /^\/api\/orders$/,
    parameter: "customer",
    known: customers,
    times: { short: [8, 14], long: [18, 24], longShare: 0.15 },
    steps: ["connection", "query", "assemble"],
    longSteps: [],
    items: 20,
  },
  recommendations: {
    path: /^\/api\/recommendations$/,
    parameter: "product",
    known: productCount,
    times: { short: [14, 22], long: [30, 36], longShare: 0.15 },
    steps: ["lookup", "downstream", "assemble"],
    longSteps: [],
    items: 12,
  },
  stock: {
    path: /^\/api\/stock$/,
    parameter: "product",
    known: productCount,
    times: { short: [4, 7], long: [9, 12], longShare: 0.15 },
    steps: ["downstream", "lock"],
    longSteps: [],
    items: 0,
  },
  reviews: {
    path: /^\/api\/reviews$/,
    parameter: "product",
    known: productCount,
    times: { short: [10, 16], long: [20, 26], longShare: 0.15 },
    steps: ["connection", "query", "assemble"],
    longSteps: [],
    items: 40,
  },
  prices: {
    path: /^\/api\/prices$/,
    parameter: "product",
    known: productCount,
    times: { short: [3, 5], long: [7, 9], longShare: 0.15 },
    steps: ["lookup"],
    longSteps: [],
    items: 0,
  },
  shipping: {
    path: /^\/api\/shipping$/,
    parameter: "product",
    known: productCount,
    times: { short: [12, 20], long: [26, 32], longShare: 0.15 },
    steps: ["downstream"],
    longSteps: [],
    items: 0,
  },
  account: {
    path: /^\/api\/account$/,
    parameter: "customer",
    known: customers,
    times: { short: [8, 12], long: [15, 19], longShare: 0.15 },
    steps: ["connection", "lookup", "query"],
    longSteps: [],
    items: 0,
  },
  invoice: {
    path: /^\/api\/invoices\/([^/]+)$/,
    parameter: null,
    known: orders,
    times: { short: [20, 30], long: [40, 46], longShare: 0.15 },
    steps: ["connection", "query", "compress", "assemble"],
    longSteps: [],
    items: 20,
  },
  categories: {
    path: /^\/api\/categories$/,
    parameter: "section",
    known: null,
    times: { short: [3, 5], long: [6, 8], longShare: 0.15 },
    steps: ["assemble"],
    longSteps: [],
    items: 12,
  },
  voucher: {
    path: /^\/api\/vouchers\/([^/]+)$/,
    parameter: null,
    known: null,
    times: { short: [14, 20], long: [26, 32], longShare: 0.15 },
    steps: ["lock", "compress"],
    longSteps: [],
    items: 0,
  },
  suggestions: {
    path: /^\/api\/suggestions$/,
    parameter: "q",
    known: null,
    times: { short: [5, 9], long: [11, 14], longShare: 0.15 },
    steps: ["connection", "query", "assemble"],
    longSteps: [],
    items: 10,
  },
} as const satisfies Record<string, Service>;

export type ServiceName = keyof typeof services;

export const serviceNames = Object.keys(services).filter(isServiceName);

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(services, name);
}

/** The services that take a step. */
export function servicesWith(step: Step): readonly ServiceName[] {
  return serviceNames.filter((name) => {
    const { steps, longSteps }: Service = services[name];
    return steps.includes(step) || longSteps.includes(step);
  });
}
