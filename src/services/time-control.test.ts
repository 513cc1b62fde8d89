import { expect, test } from "vitest";
import { controlOf, timeControl } from "./time-control.ts";

test("the control is the middle of the rounds, before or after the load, whichever is quicker", () => {
  const before = { cpuMs: [2, 2, 9], connectMs: [4] };
  const after = { cpuMs: [3, 3], connectMs: [3, 2, 1] };
  expect(controlOf([before, after])).toEqual({ cpuMs: 2, connectMs: 2 });
  expect(controlOf([{ ...before, connectMs: [] }, after]).connectMs).toBe(2);
});

test("a target that cannot be reached has no time of connecting", () => {
  expect(controlOf([{ cpuMs: [2], connectMs: [] }])).toEqual({ cpuMs: 2, connectMs: null });
});

test("connects to the pinned address only, and times what worked", async () => {
  let now = 0;
  const dialled: string[] = [];
  const times = await timeControl(
    {
      clock: { now: () => 0, monotonic: () => (now += 5), sleep: () => Promise.resolve() },
      probe: {
        reach: (url, address) => {
          dialled.push(`${url} at ${address}`);
          return Promise.resolve(dialled.length === 2 ? "refused" : null);
        },
        get: () => Promise.reject(new Error("a control sends no request")),
      },
    },
    {
      target: { baseUrl: "http://shop.test:8080", tlsCaFile: null },
      pins: { "shop.test": "10.20.3.4" },
    },
  );
  expect(new Set(dialled)).toEqual(new Set(["http://shop.test:8080 at 10.20.3.4"]));
  expect(times.cpuMs.every((ms) => ms === 5)).toBe(true);
  expect(times.connectMs).toHaveLength(dialled.length - 1);
});
