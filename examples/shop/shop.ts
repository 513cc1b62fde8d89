import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Effect } from "./effects.ts";
import { FaultBoard } from "./fault-board.ts";
import { type Fault, faultTable, parseFault } from "./faults.ts";
import { type Answer, handlers, type ShopRequest, type ShopState } from "./handlers.ts";
import { routeOf } from "./routes.ts";
import { seededRandom, serviceTimeMs } from "./seeded-random.ts";
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
}

export interface Shop {
  readonly url: string;
  readonly port: number;
  stats(): ShopStats;
  close(): Promise<void>;
}

const maxBodyBytes = 5_000_000;

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
  const queue = new PoolQueue();
  const scale = options.latencyScale ?? 1;

  const stats = (): ShopStats => {
    let requests = 0;
    for (const count of counts.values()) requests += count;
    return { requests, byEndpoint: Object.fromEntries(counts), tenants: state.tenants.count };
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = routeOf(incoming.method ?? "GET", incoming.url ?? "/");
    const body = await readBody(incoming);
    if (body === null) return send(response, { status: 413, body: { error: "body too large" } });
    if (route.control)
      return send(response, control(route.name, route.id, incoming.method ?? "GET", body, faults, stats));
    counts.set(route.name, (counts.get(route.name) ?? 0) + 1);
    const effect = faults.effectOn(route.name, performance.now());
    if (effect.busyMs > 0) burn(effect.busyMs);
    if (effect.pool !== null) await queue.pass(effect.pool.size, effect.pool.holdMs);
    const waitMs = scale * serviceTimeMs(random, route.medianMs, route.spread) + effect.delayMs;
    if (waitMs >= 0.5) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (applyAnswer(effect, incoming, response)) return;
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Requests that wait for one of a few connections, first come first served. */
class PoolQueue {
  readonly #freeAt: number[] = [];

  async pass(size: number, holdMs: number): Promise<void> {
    const now = performance.now();
    while (this.#freeAt.length < size) this.#freeAt.push(now);
    this.#freeAt.length = size;
    const first = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    const end = Math.max(now, this.#freeAt[first] ?? now) + holdMs;
    this.#freeAt[first] = end;
    await new Promise((resolve) => setTimeout(resolve, end - now));
  }
}

function burn(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** true: the fault has answered, or never will. */
function applyAnswer({ answer }: Effect, incoming: IncomingMessage, response: ServerResponse): boolean {
  if (answer === null) return false;
  if (answer.kind === "status") send(response, { status: answer.status, body: { error: "fault" } });
  else if (answer.kind === "garbage") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end("<<<% not json \u0001");
  } else if (answer.kind === "reset") incoming.socket.destroy();
  return true;
}

function control(
  name: string,
  id: string,
  method: string,
  body: Buffer,
  faults: FaultBoard,
  stats: () => ShopStats,
): Answer {
  if (name === "healthz") return { status: 200, body: { status: "ok" } };
  if (name === "stats") return { status: 200, body: stats() };
  if (method === "DELETE") faults.switchOff(id === "" ? undefined : id);
  if (method === "POST") {
    try {
      faults.switchOn(parseFault(JSON.parse(body.toString("utf8"))), performance.now());
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : "not a fault" } };
    }
  }
  return { status: 200, body: { active: faults.active, known: faultTable } };
}

function tenantOf(incoming: IncomingMessage): string {
  const header = incoming.headers["x-test-tenant"];
  return typeof header === "string" ? header : "";
}

/** null: larger than the shop takes; the rest is read and dropped. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  if (incoming.method === "GET") {
    incoming.resume();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body, text }: Answer): void {
  const content = text ?? (body === undefined ? "" : JSON.stringify(body));
  if (content === "") response.writeHead(status).end();
  else {
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(content) });
    response.end(content);
  }
}
