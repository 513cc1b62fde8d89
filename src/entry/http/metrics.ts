import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Job } from "../../ports/job-queue.ts";
import type { Service } from "../../services/service.ts";
import type { ServiceApp } from "./service-app.ts";

/** Queued and running jobs beyond these are not counted. */
const mostJobs = 1000;

/** What the service tells Prometheus of itself. Names in base units, as Prometheus wants them. */
export interface ServiceMetrics {
  /** From a write of a run to its being ready for whoever watches, ms. */
  readonly eventLag: (ms: number) => void;
  jobEnded(job: Job, problem: Job["problem"]): void;
  /** Has every request of the server timed, by its route. */
  watch(app: ServiceApp): void;
  /** The text exposition of everything, as of now, and its media type. */
  expose(service: Pick<Service, "store" | "live">): Promise<{ readonly text: string; readonly type: string }>;
}

/** One registry a process: two services in one process, as tests have them, count apart. */
export function createMetrics(): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "perf_agent_http_request_duration_seconds",
    help: "Time from the first byte of a request to the last of its answer.",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const lag = new Histogram({
    name: "perf_agent_event_lag_seconds",
    help: "Time from a write of a live run to its being ready for whoever watches.",
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const ended = new Counter({
    name: "perf_agent_jobs_ended_total",
    help: "Jobs that this process brought to an end; code: of what went wrong, or ok.",
    labelNames: ["kind", "code"] as const,
    registers,
  });
  const jobs = new Gauge({
    name: "perf_agent_jobs",
    help: "Jobs in the store, of all processes.",
    labelNames: ["kind", "state"] as const,
    registers,
  });
  const viewers = new Gauge({
    name: "perf_agent_viewers",
    help: "Connections to this process that watch a run.",
    registers,
  });
  return {
    eventLag: (ms) => lag.observe(ms / 1000),
    jobEnded: ({ kind }, problem) => ended.inc({ kind, code: problem?.code ?? "ok" }),
    watch(app) {
      app.addHook("onResponse", async (request, reply) => {
        // By the route's pattern: an address holds ids, of which there is no end.
        const route = request.routeOptions.url ?? "none";
        // A stream lasts as long as somebody watches.
        if (route.endsWith("/events")) return;
        requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
    async expose({ store, live }) {
      const queue = (await store()).jobs;
      jobs.reset();
      for (const kind of ["run", "analyse"] as const)
        for (const state of ["queued", "running"] as const) jobs.set({ kind, state }, 0);
      for (const { kind, state } of await queue.list({ states: ["queued", "running"], limit: mostJobs }))
        jobs.inc({ kind, state });
      viewers.set(live.viewers());
      return { text: await registry.metrics(), type: registry.contentType };
    },
  };
}
