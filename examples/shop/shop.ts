import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { BackOffice, type WorkStats } from "./back-office.ts";
import { answerControl } from "./controls.ts";
import { FaultBoard } from "./fault-board.ts";
import type { Fault } from "./faults.ts";
import { handlers, type ShopRequest, type ShopState } from "./handlers.ts";
import { answerFault, readBody, send } from "./http-answer.ts";
import { burn } from "./mechanisms/burn.ts";
import { sleep } from "./mechanisms/sleep.ts";
import { Turnstile } from "./mechanisms/turnstile.ts";
import { routeOf } from "./routes.ts";
import { seededRandom, serviceTimeMs } from "./seeded-random.ts";
import { answerOf } from "./service-answer.ts";
import { ServiceTimes } from "./service-times.ts";
import { Tenants } from "./tenants.ts";

export interface ShopOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  /** How long a token is good (15 minutes). */
  readonly tokenLifeMs?: number;
  /** When set, a log-in needs it in `x-api-key`. */
  readonly apiKey?: string;
  /** Multiplies every service time (1); 0 answers at once. */
  readonly latencyScale?: number;
}

export interface ShopStats {
  readonly requests: number;
  /** By endpoint. */
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly tenants: number;
  /** What the mechanisms behind the services have done. */
  readonly work: WorkStats;
}

export interface Shop {
  readonly url: string;
  readonly port: number;
  stats(): ShopStats;
  close(): Promise<void>;
}

/** Starts the sample service. Rejects when the address cannot be had. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const random = seededRandom(options.seed ?? 1);
  const faults = new FaultBoard(seededRandom((options.seed ?? 1) + 1));
  for (const fault of options.faults ?? []) faults.switchOn(fault, performance.now());
  const state: ShopState = {
    tenants: new Tenants(options.tokenLifeMs ?? 15 * 60_000),
    apiKey: options.apiKey ?? null,
  };
  const counts = new Map<string, number>();
  const pool = new Turnstile();
  const scale = options.latencyScale ?? 1;
  const times = new ServiceTimes(seededRandom((options.seed ?? 1) + 2));
  const backOffice = new BackOffice({
    seed: (options.seed ?? 1) + 3,
    random: seededRandom((options.seed ?? 1) + 4),
    latencyScale: scale,
  });

  const stats = (): ShopStats => {
    let requests = 0;
    for (const count of counts.values()) requests += count;
    return { requests, byEndpoint: Object.fromEntries(counts), tenants: state.tenants.count, work: backOffice.stats };
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = incoming.method ?? "GET";
    const route = routeOf(method, incoming.url ?? "/");
    const body = await readBody(incoming);
    if (body === null) return send(response, { status: 413, body: { error: "body too large" } });
    if (route.kind === "control") {
      const answer = answerControl({ name: route.name, id: route.id, method, body }, faults, stats);
      if (!faults.active.some(({ name }) => name === "gc-pressure")) backOffice.releaseGarbage();
      return send(response, answer);
    }
    counts.set(route.name, (counts.get(route.name) ?? 0) + 1);
    const effect = faults.effectOn(route.name, performance.now());
    if (effect.busyMs > 0) burn(effect.busyMs);
    if (effect.pool !== null) {
      const { size, holdMs } = effect.pool;
      await pool.pass(size, () => sleep(holdMs, random));
    }
    if (route.kind === "service") {
      const { ms, long } = times.next(route.name, route.service.times);
      await sleep(scale * ms + effect.delayMs, random);
      if (answerFault(effect, incoming, response)) return;
      return send(response, await answerOf({ ...route, long }, backOffice, effect.steps));
    }
    const waitMs = scale * serviceTimeMs(random, route.medianMs, route.spread) + effect.delayMs;
    if (waitMs >= 0.5) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (answerFault(effect, incoming, response)) return;
    const request: ShopRequest = {
      route,
      headers: incoming.headers,
      body,
      tenant: tenantOf(incoming),
      now: Date.now(),
    };
    send(response, handlers[route.name](request, state));
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: { error: "the shop failed" } });
    });
  });
  // Longer than any think time, so that no client meets a connection that is just being closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the shop listens on TCP only");
  const { port } = address;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    port,
    stats,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await backOffice.close();
    },
  };
}

function tenantOf(incoming: IncomingMessage): string {
  const header = incoming.headers["x-test-tenant"];
  return typeof header === "string" ? header : "";
}
