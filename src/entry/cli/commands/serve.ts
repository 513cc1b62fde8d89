import { PerfAgentError } from "../../../contract/errors.ts";
import { ensureFirstToken } from "../../../services/access/first-token.ts";
import { analyseJob } from "../../../services/analyses/analyse-job.ts";
import { deliverEvents } from "../../../services/background/deliver-events.ts";
import { workJobs } from "../../../services/background/work-jobs.ts";
import { policyOfService } from "../../../services/plans/plan-places.ts";
import { runJob } from "../../../services/runs/run-job.ts";
import type { Service } from "../../../services/service.ts";
import { createLife } from "../../http/life.ts";
import { createMetrics } from "../../http/metrics.ts";
import { createServer } from "../../http/server.ts";
import type { ServiceApp } from "../../http/service-app.ts";
import { shutDown } from "../../http/shut-down.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { renderServing, renderSettings } from "../terminal/render-service.ts";

/** Serves until it is interrupted; a second interrupt ends it at once. */
export async function serve(
  context: CommandContext,
  _positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const { system } = context;
  const metrics = createMetrics();
  const service = await context.service({
    data: textOption(options, "data"),
    typed: { host: textOption(options, "host"), port: textOption(options, "port") },
    onEventLag: metrics.eventLag,
  });
  const { json } = context.globals();
  if (options["check"] === true) {
    const { settings, dataDirectory } = service;
    if (json) context.printJson({ schemaVersion: 1, dataDirectory, settings: [...settings.told] });
    else context.print(renderSettings(dataDirectory, settings.told));
    await service.close();
    return 0;
  }
  // Before anything is heard from outside: a store that cannot be opened is told of here.
  const token = await ensureFirstToken(service, {
    chosen: system.env["PERF_AGENT_TOKEN"],
    isNewWanted: options["newToken"] === true,
  });
  const life = createLife();
  const app = await createServer(service, {
    life,
    metrics,
    pageDirectory: context.pageDirectory,
    log: { write: (line) => system.stderr.write(line) },
  });
  const url = addressOf(service, await listen(app, service));
  const logIn = token === null ? null : `${url}/#token=${token}`;
  const onProblem = (error: unknown): void => app.log.error({ err: error }, "work in the background failed");
  const jobs = workJobs(
    service,
    { run: runJob, analyse: analyseJob },
    { onProblem, onSettled: (job, problem) => metrics.jobEnded(job, problem) },
  );
  const interrupted = untilInterrupted(context);
  // Events that wait since an earlier process go out now, whether there is a run or not.
  const delivery = await policyOfService(service)
    .then((policy) => deliverEvents(service, policy, (sentence) => app.log.warn(sentence)))
    .catch((error: unknown) => {
      onProblem(error);
      return null;
    });
  if (json) context.printJson({ schemaVersion: 1, url, logIn });
  else context.print(renderServing({ url, logIn, dataDirectory: service.dataDirectory }));

  await interrupted;
  context.tell("Stopping: loads under way are wound down. Once more ends it at once.");
  await delivery?.stop();
  return (await shutDown(service, { app, jobs, life })) ? 0 : 3;
}

/** Throws PA_LISTEN_FAILED. Gives the port, which the system chooses where the settings say 0. */
async function listen(app: ServiceApp, { settings: { host, port } }: Service): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const why = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_LISTEN_FAILED", `${host}:${port}: ${why}`, { cause: error });
  }
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Where a browser finds the service. An address that means every one is reached by this machine's own. */
function addressOf({ settings: { host, publicUrl } }: Service, port: number): string {
  if (publicUrl !== null) return new URL(publicUrl).origin;
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Listens once: the next interrupt does to the process what it does to any. */
function untilInterrupted({ system }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = system.onInterrupt(() => {
      stopListening();
      resolve();
    });
  });
}
