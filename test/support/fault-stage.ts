import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { certificateSchema, type Certificate } from "../../src/contract/certificate.ts";
import { runDocumentSchema, type RunDocument } from "../../src/contract/run.ts";
import { createWorkplace, type Finished, type Started, type Workplace } from "./command-line.ts";
import { startFaultTarget, type FaultTarget } from "./fault-target.ts";
import { enginesOf } from "./processes-of-run.ts";

/** A closed model that writes, cleans up and counts what is left. */
export function planOf({ hold = "60s", vus = 4, name = "faulty" } = {}): string {
  return `
apiVersion: perf-agent/v1
kind: TestPlan
name: ${name}
service: orders
target: { environment: local }
endpoints:
  order: { method: POST, path: /orders, expect: { status: 2xx } }
  remove: { method: DELETE, path: "/orders?run={run.id}" }
  left: { method: GET, path: /left, writes: false }
isolation: { header: { name: x-tenant, value: "t-{run.id}" } }
teardown: [ remove ]
leftovers: { endpoint: left, count: "$.total" }
scenarios:
  buy:
    load: { profile: load, vus: ${vus}, rampUp: 0s, hold: ${hold}, rampDown: 0s, drain: 1s }
    mix: { order: 1 }
    think: 20ms
`;
}
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ errors of all < 5% ]\n";
export const policyHead = "apiVersion: perf-agent/v1\nkind: Policy\n";

export function documentOf({ stdout, stderr }: Finished): RunDocument {
  try {
    return runDocumentSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new Error(`no document of a run:\n${stdout}\n${stderr}`, { cause: error });
  }
}

export async function certificateOf(document: RunDocument): Promise<Certificate> {
  return certificateSchema.parse(JSON.parse(await readFile(join(document.directory, "certificate.json"), "utf8")));
}

export async function killEngine(runId: string): Promise<void> {
  await expect.poll(() => enginesOf(runId), { timeout: 30_000, interval: 50 }).toHaveLength(1);
  for (const pid of await enginesOf(runId)) process.kill(pid, "SIGKILL");
}

/** A folder with a plan, a service that it runs against, and the commands that faults need. */
export interface FaultStage {
  readonly target: FaultTarget;
  readonly place: Workplace;
  /** `run plan.yaml --json` against the service. */
  start(...more: string[]): Started;
  /** Waits until `more` further requests arrived; resolves to the id of the run. */
  underLoad(run: Started, more?: number): Promise<string>;
}

/** Sets a fresh stage for each test of the file that calls it. */
export function faultStage(): FaultStage {
  let target: FaultTarget;
  let place: Workplace;
  beforeEach(async () => {
    target = await startFaultTarget();
    place = await createWorkplace({ "plan.yaml": planOf(), "slo.yaml": slo });
  });
  afterEach(async () => {
    await target.close();
    await place.remove();
  });
  return {
    get target() {
      return target;
    },
    get place() {
      return place;
    },
    start: (...more) => place.start(["run", "plan.yaml", "--base-url", target.url, "--json", ...more]),
    async underLoad(run, more = 30) {
      const before = target.arrivals.length;
      const text = await run.seen("guard ");
      await expect.poll(() => target.arrivals.length - before, { timeout: 60_000, interval: 20 }).toBeGreaterThan(more);
      return /run (\d{8}-\d{6}-[a-z]+-[0-9a-f]+)/u.exec(text)?.[1] ?? "";
    },
  };
}
