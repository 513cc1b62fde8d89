import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { EngineRun, LoadEngine } from "../../src/ports/load-engine.ts";
import { runScript } from "./run-script.ts";

const vus = 60;
/** The target answers after 200 to 500 ms. */
const leastMs = 200;
const mostMs = 500;
const loadedMs = 3_000;

/**
 * Requests that the target counted and the engine never reported, when a run of 60 users without pause is stopped: at the gate first, until every user
 * is held, or by the signal alone.
 */
export async function lostByStopping(engine: LoadEngine, way: "gate" | "signal"): Promise<number> {
  let served = 0;
  const server = createServer((_request, response) => {
    // Spread evenly, the same in every run.
    const delayMs = leastMs + ((served++ * 37) % (mostMs - leastMs));
    setTimeout(() => response.end("ok"), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const script = `import http from "k6/http";
export const options = { scenarios: { main: { executor: "constant-vus", vus: ${vus}, duration: "50s" } } };
export default function () {
  http.get("http://127.0.0.1:${port}/", { tags: { name: "GET /" } });
}
`;
  const stop = async (run: EngineRun): Promise<void> => {
    await wait(loadedMs);
    if (way === "gate") {
      run.throttle(0);
      while ((run.held().get("main")?.held ?? 0) < vus) await wait(50);
    }
    run.terminate();
  };
  try {
    const { summary } = await runScript(engine, script, { while: stop });
    return served - (summary?.requests ?? 0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
