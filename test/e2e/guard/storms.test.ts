import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { GuardDecision } from "../../../src/contract/policy.ts";
import { edited, type Stage } from "../../support/attack-stage.ts";
import {
  enginesUnderTest,
  onceThrough,
  startDirectly,
  type DirectStart,
  type EngineAnswer,
} from "../../support/attack-engine.ts";
import { onStage } from "../../support/attack-table.ts";

interface Storm {
  readonly name: string;
  readonly script: (stage: Stage) => string;
  readonly held: Partial<GuardDecision["enforcement"]>;
  readonly started?: (stage: Stage) => DirectStart["started"];
  readonly after: (stage: Stage, answer: EngineAnswer) => void;
}

const connections = 40;
const slow = (stage: Stage): string => `http://127.0.0.1:${stage.target.port}/say?delayMs=300&n=`;
/** Opens many connections of one virtual user at once. */
const opening = (stage: Stage, count: number): string =>
  `await Promise.all(Array.from({ length: ${count} }, (_, n) => http.asyncRequest("GET", "${slow(stage)}" + n, null, { timeout: "5s" }).catch(() => 0)));`;
const fewConnections = (stage: Stage): void => {
  expect(stage.target.requests()).toBeGreaterThan(0);
  expect(stage.target.peakConnections()).toBeLessThanOrEqual(connections);
};
/** A function that goes on for hours, one request after the other. */
const hours = (stage: Stage, name: string): string =>
  `export function ${name}() { const end = Date.now() + 7200000; while (Date.now() < end) http.get("http://127.0.0.1:${stage.target.port}/${name}"); }`;

const storms: readonly Storm[] = [
  {
    name: "a thousand connections of one virtual user",
    script: (stage) =>
      edited(onceThrough(opening(stage, 1000)), "options = {", "options = { batch: 2000, batchPerHost: 2000,"),
    held: { maxConnections: connections },
    after: fewConnections,
  },
  {
    name: "a batch of two hundred",
    script: (stage) =>
      edited(
        onceThrough(`http.batch(Array.from({ length: 200 }, (_, n) => "${slow(stage)}" + n));`),
        "options = {",
        "options = { batch: 2000, batchPerHost: 2000,",
      ),
    held: { maxConnections: connections },
    after: fewConnections,
  },
  {
    name: "five hundred connections in setup",
    script: (stage) => onceThrough("", `export async function setup() { ${opening(stage, 500)} }`),
    held: { maxConnections: connections },
    after: fewConnections,
  },
  {
    name: "five hundred connections in teardown",
    script: (stage) => onceThrough("", `export async function teardown() { ${opening(stage, 500)} }`),
    held: { maxConnections: connections },
    after: fewConnections,
  },
  {
    name: "a rate beyond the cap",
    script: (stage) => `
      import http from "k6/http";
      export const options = { rps: 100000, scenarios: { s: { executor: "constant-vus", vus: 5, duration: "2s", gracefulStop: "0s" } } };
      export default function () { http.get("http://127.0.0.1:${stage.target.port}/"); }`,
    held: { maxRatePerSecond: 20 },
    after(stage) {
      expect(stage.target.requests()).toBeGreaterThan(0);
      // Two seconds of twenty, and one second's worth at the start.
      expect(stage.target.requests()).toBeLessThanOrEqual(60);
    },
  },
  {
    name: "a setup of two hours",
    script: (stage) => edited(onceThrough("", hours(stage, "setup")), "options = {", 'options = { setupTimeout: "2h",'),
    held: { setupTimeoutMs: 1000, maxRatePerSecond: 50 },
    after(_, { outcome }) {
      // Which of the two k6 says depends on where the script was cut.
      expect(outcome?.exitCode).toBeOneOf([100, 107]);
    },
  },
  {
    name: "a teardown of two hours",
    script: (stage) =>
      edited(onceThrough("", hours(stage, "teardown")), "options = {", 'options = { teardownTimeout: "2h",'),
    held: { teardownTimeoutMs: 1000, maxRatePerSecond: 50 },
    after(_, { outcome }) {
      expect(outcome?.exitCode).toBeOneOf([101, 107]);
    },
  },
  {
    name: "a teardown of two hours after it was told to stop",
    script: (stage) => `
      import http from "k6/http";
      export const options = { teardownTimeout: "2h", scenarios: { s: { executor: "constant-vus", vus: 1, duration: "60s" } } };
      export default function () { http.get("http://127.0.0.1:${stage.target.port}/"); }
      ${hours(stage, "teardown")}`,
    held: { teardownTimeoutMs: 1000, maxRatePerSecond: 50 },
    started: (stage) => async (run) => {
      while (stage.target.requests() === 0) await sleep(20);
      run.terminate();
    },
    after(_, { outcome }) {
      expect(outcome?.signal).toBeNull();
      expect(outcome?.exitCode).toBeOneOf([101, 105, 107]);
    },
  },
];

for (const { name: engine, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`storms by ${engine}`, () => {
    it.concurrent.each(storms)("$name", async ({ script, held, started, after }) => {
      if (found === null) return;
      await onStage(async (stage) => {
        const { enforcement } = await stage.decide();
        const onStarted = started?.(stage);
        const answer = await startDirectly(found, {
          files: { "main.js": script(stage) },
          enforcement: { ...enforcement, ...held },
          ...(onStarted === undefined ? {} : { started: onStarted }),
        });
        expect(answer.refusal).toBeNull();
        after(stage, answer);
        expect(await stage.production.arrivals()).toEqual([]);
      });
    });
  });
}
