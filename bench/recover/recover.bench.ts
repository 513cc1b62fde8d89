import { performance } from "node:perf_hooks";
import { startFaultTarget } from "../../test/support/fault-target.ts";
import { createWorkplace } from "../../test/support/command-line.ts";
import { enginesOf } from "../../test/support/processes-of-run.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { findK6 } from "../support/find-k6.ts";
import { median } from "../support/median.ts";

const rounds = 3;
/** Under load before the kill. */
const loadMs = 10_000;

const plan = (teardown: boolean): string => `
apiVersion: perf-agent/v1
kind: TestPlan
name: recovered
target: { environment: local }
endpoints:
  order: { method: POST, path: /orders }
${teardown ? "  remove: { method: DELETE, path: /orders }\n" : ""}isolation: { header: { name: x-tenant, value: "t-{run.id}" } }
${teardown ? "teardown: [ remove ]\n" : ""}scenarios:
  buy: { load: { profile: load, vus: 10, rampUp: 0s, hold: 60s, rampDown: 0s, drain: 1s }, mix: { order: 1 }, think: 20ms }
`;

/** From the first command after a kill -9 in the middle of a run to its end: every second judged, the environment free, with and without the approved clean-up. */
export default async function benchRecover(): Promise<readonly BenchFigure[]> {
  const found = await findK6();
  if (found === null || process.platform !== "linux") {
    process.stderr.write("recover.bench.ts is skipped: no k6, or no Linux to find its processes on\n");
    return [];
  }
  const alone: number[] = [];
  const cleaning: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await secondsToRecover(found.path, false));
    cleaning.push(await secondsToRecover(found.path, true));
  }
  return [
    figure("recovery after a kill", alone),
    figure("recovery after a kill, with clean-up on the engine", cleaning),
  ];
}

function figure(name: string, seconds: readonly number[]): BenchFigure {
  return { name, value: median(seconds), unit: "s", bar: "< 2", rival: null, rivalValue: null };
}

async function secondsToRecover(k6: string, teardown: boolean): Promise<number> {
  const target = await startFaultTarget();
  const place = await createWorkplace({ "plan.yaml": plan(teardown) });
  const env = { PERF_AGENT_K6: k6 };
  try {
    const run = place.start(["run", "plan.yaml", "--base-url", target.url], env);
    const text = await run.seen("guard ");
    const runId = /run (\d{8}-\d{6}-recovered-[0-9a-f]+)/u.exec(text)?.[1] ?? "";
    await new Promise((resolve) => setTimeout(resolve, loadMs));
    run.child.kill("SIGKILL");
    await run.done;
    while ((await enginesOf(runId)).length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    const begun = performance.now();
    const { stdout } = await place.run(["runs", "--json"], env);
    const seconds = (performance.now() - begun) / 1000;
    if (!stdout.includes('"interrupted"')) throw new Error(`the run was not recovered: ${stdout}`);
    return seconds;
  } finally {
    await target.close();
    await place.remove();
  }
}
