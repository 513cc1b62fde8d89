import { expect, it } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import type { RunningJobs } from "../../services/background/work-jobs.ts";
import type { Service } from "../../services/service.ts";
import { createLife } from "./life.ts";
import type { ServiceApp } from "./service-app.ts";
import { shutDown } from "./shut-down.ts";

function stage(
  jobsEnd: Promise<void>,
  requestsEnd: Promise<void> = Promise.resolve(),
): {
  readonly clock: ReturnType<typeof virtualClock>;
  readonly done: string[];
  readonly ended: Promise<boolean>;
} {
  const clock = virtualClock();
  const done: string[] = [];
  const life = createLife();
  const service = {
    clock,
    settings: { limits: { drainSeconds: 60 } },
    live: { viewers: () => 1, close: () => void done.push("streams end") },
    close: async () => void done.push("store closes"),
  } as unknown as Service;
  const jobs: RunningJobs = {
    underWay: () => 1,
    stop: async () => {
      done.push(life.isStopping() ? "loads wind down, and nothing begins" : "loads wind down");
      await jobsEnd;
      done.push("runs are judged");
    },
  };
  const app = {
    log: { info: () => undefined, warn: () => void done.push("the log is told") },
    server: { closeAllConnections: () => void done.push("connections are cut") },
    close: async () => {
      await requestsEnd;
      done.push("requests are answered");
    },
  } as unknown as ServiceApp;
  return { clock, done, ended: shutDown(service, { app, jobs, life }) };
}

it("ends in order", async () => {
  const { done, ended } = stage(Promise.resolve());
  expect(await ended).toBe(true);
  expect(done).toEqual([
    "loads wind down, and nothing begins",
    "runs are judged",
    "streams end",
    "requests are answered",
    "store closes",
  ]);
});

it("cuts off who is still connected some seconds after everything else has ended", async () => {
  const cut = Promise.withResolvers<void>();
  const { clock, done, ended } = stage(Promise.resolve(), cut.promise);
  await clock.advance(4_999);
  expect(done.at(-1)).toBe("streams end");
  await clock.advance(1);
  expect(done.at(-1)).toBe("connections are cut");
  cut.resolve();
  expect(await ended).toBe(true);
  expect(done.slice(-2)).toEqual(["requests are answered", "store closes"]);
});

it("waits as long as it is told, then cuts off what is left", async () => {
  const { clock, done, ended } = stage(new Promise(() => undefined));
  await clock.advance(59_999);
  expect(done).toEqual(["loads wind down, and nothing begins"]);
  await clock.advance(1);
  expect(await ended).toBe(false);
  expect(done.slice(1)).toEqual(["the log is told", "streams end", "connections are cut", "store closes"]);
});
