import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits, policy, preview, scenario } from "../../../test/support/guard-inputs.ts";
import type { Policy } from "../../contract/policy.ts";
import { judgeBeside, type LoadBeside, type RunBeside } from "./judge-beside.ts";
import { boundedRate } from "./request-rate.ts";

function own(more: Partial<LoadBeside> = {}): LoadBeside {
  return { sockets: ["10.20.3.4:443"], vus: 100, ratePerSecond: 50, ...more };
}

function other(more: Partial<RunBeside> = {}): RunBeside {
  return { runId: "r1", environment: "perf", ...own(), ...more };
}

function textOf(run: LoadBeside, others: RunBeside[], changed: Policy = policy()): string | null {
  return judgeBeside(run, others, changed)?.text ?? null;
}

function addressOf(socket: string): string {
  return socket.slice(0, socket.lastIndexOf(":"));
}

/** True when nobody else uses the socket, and the sums at its address are within the caps. */
function isBearable(
  socket: string,
  run: LoadBeside,
  others: readonly LoadBeside[],
  ratePerSecond: number | null,
): boolean {
  const there = others.filter(({ sockets }) => sockets.map(addressOf).includes(addressOf(socket)));
  const rates = [run, ...there].map((one) => one.ratePerSecond ?? Infinity);
  return (
    there.length === 0 ||
    (!there.some(({ sockets }) => sockets.includes(socket)) &&
      there.reduce((sum, { vus }) => sum + vus, run.vus) <= 300 &&
      rates.reduce((sum, rate) => sum + rate, 0) <= (ratePerSecond ?? Infinity))
  );
}

describe("runs beside each other", () => {
  it.each<[string, LoadBeside, RunBeside[], Policy]>([
    ["alone", own(), [], policy()],
    ["on other addresses", own(), [other({ sockets: ["10.20.3.5:443"] })], policy()],
    ["within the caps", own(), [other({ sockets: ["10.20.3.4:80"], vus: 200 })], limits({ ratePerSecond: 100 })],
    ["with rates that no cap holds", own({ ratePerSecond: null }), [other({ sockets: ["10.20.3.4:80"] })], policy()],
    [
      "each within the caps of its own address",
      own({ sockets: ["10.20.3.4:443", "10.20.3.5:443"] }),
      [
        other({ runId: "r1", sockets: ["10.20.3.4:80"], vus: 200 }),
        other({ runId: "r2", sockets: ["10.20.3.5:80"], vus: 200 }),
      ],
      policy(),
    ],
  ])("may go on %s", (_, run, others, changed) => {
    expect(textOf(run, others, changed)).toBeNull();
  });

  it.each<[string, LoadBeside, RunBeside[], Policy, string]>([
    [
      "a shared socket",
      own({ sockets: ["10.20.3.9:443", "10.20.3.4:443"] }),
      [other({ vus: 1 })],
      policy(),
      'run r1 is using environment "perf" (10.20.3.4:443)',
    ],
    [
      "a shared socket in other spelling",
      own(),
      [other({ sockets: ["[::ffff:10.20.3.4]:443"] })],
      policy(),
      'run r1 is using environment "perf" (10.20.3.4:443)',
    ],
    [
      "too many virtual users together",
      own(),
      [other({ sockets: ["10.20.3.4:80"], vus: 201 })],
      policy(),
      "301 VUs together with r1 on 10.20.3.4 are more than the cap of 300",
    ],
    [
      "too many with two others, on IPv6",
      own({ sockets: ["[2001:db8::5]:443"] }),
      [
        other({ runId: "r1", sockets: ["[2001:DB8::5]:80"] }),
        other({ runId: "r2", sockets: ["[2001:db8:0::5]:81"], vus: 101 }),
      ],
      policy(),
      "301 VUs together with r1 and r2 on 2001:db8::5 are more than the cap of 300",
    ],
    [
      "too high a rate together",
      own(),
      [other({ sockets: ["10.20.3.4:80"], ratePerSecond: 51 })],
      limits({ ratePerSecond: 100 }),
      "101/s together with r1 on 10.20.3.4 are more than the cap of 100/s",
    ],
    [
      "a rate without a bound",
      own(),
      [other({ sockets: ["10.20.3.4:80"], ratePerSecond: null })],
      limits({ ratePerSecond: 100 }),
      "together with r1 on 10.20.3.4 the rate has no bound, and the cap is 100/s",
    ],
    [
      "an own rate without a bound",
      own({ ratePerSecond: null }),
      [other({ sockets: ["10.20.3.4:80"] })],
      limits({ ratePerSecond: 100 }),
      "together with r1 on 10.20.3.4 the rate has no bound, and the cap is 100/s",
    ],
  ])("may not with %s", (_, run, others, changed, text) => {
    expect(textOf(run, others, changed)).toBe(text);
  });

  it.each([
    ["queue", true],
    ["refuse", false],
  ] as const)("%s: waits %s", (action, wait) => {
    expect(judgeBeside(own(), [other()], policy({ busy: { action, waitMs: 1000 } }))?.wait).toBe(wait);
  });

  it("keeps the sum at every address within the caps, and no further run makes it allowed", () => {
    const socket = fc
      .tuple(fc.constantFrom("10.0.0.1", "10.0.0.2", "[::1]"), fc.constantFrom(80, 81, 82, 83))
      .map(([address, port]) => `${address}:${String(port)}`);
    const load = fc.record({
      sockets: fc.uniqueArray(socket, { minLength: 1, maxLength: 2 }),
      vus: fc.integer({ min: 1, max: 200 }),
      ratePerSecond: fc.option(fc.integer({ min: 1, max: 90 })),
    });
    const runs = fc.array(
      load.map((one) => ({ runId: "r", environment: "e", ...one })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(load, runs, fc.option(fc.integer({ min: 1, max: 150 })), (run, others, ratePerSecond) => {
        const changed = limits({ ratePerSecond });
        const answer = judgeBeside(run, others, changed);
        for (let kept = 0; kept < others.length; kept += 1)
          expect([judgeBeside(run, others.slice(0, kept), changed) === null, answer === null]).not.toEqual([
            false,
            true,
          ]);
        expect(answer !== null || run.sockets.every((one) => isBearable(one, run, others, ratePerSecond))).toBe(true);
      }),
    );
  });
});

describe("what a run may send beside others", () => {
  const closed = { ...scenario, model: "closed" as const, peakRatePerSecond: null };

  it.each([
    ["what an open plan fixes", [scenario], 1000, 400],
    ["the cap where it is lower", [scenario], 300, 300],
    ["what is fixed, without a cap", [scenario], null, 400],
    ["the cap where users set their own pace", [scenario, closed], 1000, 1000],
    ["nothing that bounds it", [closed], null, null],
    ["the cap where requests have no bound", [{ ...scenario, requests: null }], 1000, 1000],
  ])("%s", (_, scenarios, cap, expected) => {
    expect(boundedRate(preview({ scenarios }), cap)).toBe(expected);
  });
});
