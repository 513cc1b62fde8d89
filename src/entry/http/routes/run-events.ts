import { z } from "zod";
import { runIdSchema } from "../../../contract/api/runs.ts";
import { streamRun } from "../../../services/live/stream-run.ts";
import type { Service } from "../../../services/service.ts";
import { sendEvents } from "../send-events.ts";
import type { ServiceApp } from "../service-app.ts";

/** The live stream of a run. It is written by hand: nothing of it waits for the whole answer. */
export function runEventRoutes(app: ServiceApp, service: Service): void {
  app.get(
    "/runs/:runId/events",
    {
      config: { permission: "read" },
      exposeHeadRoute: false,
      schema: {
        summary: "What happens to a run, while it happens",
        description:
          "Server-sent events (text/event-stream): start, state, window, objective, guard, log, done. Send the id of the last event that arrived as Last-Event-ID to go on from there; an event without an id keeps the one before. The stream ends after fifteen minutes at most, or after done: come back until done came.",
        tags: ["runs"],
        params: z.strictObject({ runId: runIdSchema }),
        headers: z.object({ "last-event-id": z.string().max(100).optional() }),
      },
    },
    async (request, reply) => {
      const reader = new AbortController();
      const { runId } = request.params;
      const pieces = await streamRun(service, { runId, lastEventId: request.headers["last-event-id"] }, reader.signal);
      reply.hijack();
      await sendEvents(reply.raw, pieces, {
        headers: { ...reply.getHeaders() },
        reader,
        clock: service.clock,
        until: request.principal.expiresAt,
        onProblem: (error) => request.log.warn({ err: error, runId }, "the events of a run could not be told further"),
      });
    },
  );
}
