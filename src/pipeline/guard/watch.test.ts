import { describe, expect, it } from "vitest";
import { smallEndpoint } from "../../../test/support/small-plan.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { StopRequest } from "../../contract/stop-request.ts";
import { errorKinds, type ErrorKind, type Measure, type SeriesWindow, type Window } from "../../contract/window.ts";
import { createWatch, type UsedRequests, type Watch } from "./watch.ts";

interface Piece {
  at: number;
  requests?: number;
  failed?: number;
  endpoint?: string;
  scenario?: string;
  errors?: Partial<Record<ErrorKind, number>>;
  vus?: number;
}

function series(measure: Measure, scenario: string, endpoint: string, count: number): SeriesWindow {
  return {
    key: { scenario, endpoint, measure },
    count,
    sum: 0,
    min: 0,
    max: 0,
    zeroCount: count,
    indexes: new Int32Array(),
    counts: new Float64Array(),
    limits: [],
  };
}

function windowOf({
  at,
  requests = 0,
  failed = 0,
  endpoint = "list",
  scenario = "browse",
  errors = {},
  vus,
}: Piece): Window {
  return {
    at: at * 1000,
    series: [
      series("latency", scenario, endpoint, requests),
      series("failed-latency", scenario, endpoint, failed),
      series("waiting", scenario, endpoint, requests),
    ],
    counters: [],
    errors: errorKinds
      .flatMap((kind) => (errors[kind] === undefined ? [] : [{ kind, count: errors[kind] }]))
      .map(({ kind, count }) => ({
        scenario: "browse",
        endpoint,
        kind,
        value: "detail",
        count,
        firstAt: at * 1000,
      })),
    vus: vus ?? null,
  };
}

type Limits = Partial<Pick<Policy["limits"], "vus" | "ratePerSecond" | "requests" | "writes" | "connections">>;

const noStop: Policy["stop"] = { errors: null, connectionFailures: null };

interface Setting {
  stop?: Partial<Policy["stop"]>;
  limits?: Limits;
  used?: UsedRequests;
  sockets?: string[];
}

function watchWith({ stop, limits, used, sockets = ["10.20.3.4:443", "[2001:db8::5]:443"] }: Setting = {}): Watch {
  const enforcement: GuardDecision["enforcement"] = {
    pins: {},
    allowedAddresses: [],
    blockedRanges: [],
    blockedHostnames: [],
    maxVus: limits?.vus ?? 100,
    maxDurationMs: 600_000,
    maxRatePerSecond: limits?.ratePerSecond ?? null,
    allowedSockets: sockets,
    maxConnections: limits?.connections ?? 1000,
    maxRequests: limits?.requests ?? null,
    maxWrites: limits?.writes ?? null,
    setupTimeoutMs: 60_000,
    teardownTimeoutMs: 60_000,
    summaryTimeoutMs: 10_000,
  };
  return createWatch({
    enforcement,
    stop: { ...noStop, ...stop },
    plan: { endpoints: [smallEndpoint("list"), smallEndpoint("pay", { writes: true })] },
    ...(used === undefined ? {} : { used }),
  });
}

function watchOver(pieces: readonly Piece[], setting: Setting = {}): (StopRequest | null)[] {
  const watch = watchWith(setting);
  return pieces.map((piece) => watch.push(windowOf(piece)));
}

/** Index of the piece that stopped the run and what was said. */
function stopOf(...input: Parameters<typeof watchOver>): { at: number; mode: string; text: string } | null {
  const wishes = watchOver(...input);
  const at = wishes.findIndex((wish) => wish !== null);
  const wish = wishes[at];
  if (wish === null || wish === undefined) return null;
  expect(wish.reason).toBe("guard");
  return { at, mode: wish.mode, text: wish.text };
}

function steady(seconds: number, piece: Omit<Piece, "at">): Piece[] {
  return Array.from({ length: seconds }, (_, at) => ({ at, ...piece }));
}

describe("the guard's watch", () => {
  it("lets a healthy run be", () => {
    const all = {
      stop: { errors: { share: 0.5, everyMs: 30_000 }, connectionFailures: { share: 0.2, everyMs: 10_000 } },
      limits: { ratePerSecond: 50, requests: 3000, writes: 0 },
    };
    expect(stopOf(steady(60, { requests: 50, failed: 5, errors: { status: 5 }, vus: 100 }), all)).toBeNull();
  });

  it.each<[string, Piece[], Parameters<typeof watchOver>[1], { at: number; mode: string; text: string }]>([
    [
      "a blocked dial",
      [
        { at: 0, requests: 1 },
        { at: 1, errors: { blocked: 1 } },
      ],
      {},
      { at: 1, mode: "graceful", text: "list went to an address that the guard blocks (detail)" },
    ],
    [
      "virtual users above the cap",
      [
        { at: 0, vus: 100 },
        { at: 1, vus: 101 },
      ],
      {},
      { at: 1, mode: "now", text: "101 VUs are active, above the cap of 100" },
    ],
    [
      "requests beyond the cap",
      steady(5, { requests: 10 }),
      { limits: { requests: 30 } },
      { at: 3, mode: "graceful", text: "40 requests, beyond the cap of 30" },
    ],
    [
      "writes beyond the cap, of writing endpoints alone",
      [
        { at: 0, requests: 9 },
        { at: 0, requests: 3, endpoint: "pay" },
        { at: 1, requests: 3, endpoint: "pay" },
      ],
      { limits: { writes: 5 } },
      { at: 2, mode: "graceful", text: "6 writes, beyond the cap of 5" },
    ],
    [
      "requests of setup, which has no scenario",
      [{ at: 0, requests: 31, scenario: "" }],
      { limits: { requests: 30 } },
      { at: 0, mode: "graceful", text: "31 requests, beyond the cap of 30" },
    ],
    [
      "requests beyond what earlier attempts left",
      steady(5, { requests: 10 }),
      { limits: { requests: 30 }, used: { requests: 15, writes: 0 } },
      { at: 1, mode: "graceful", text: "35 requests, beyond the cap of 30" },
    ],
    [
      "writes beyond what earlier attempts left",
      [{ at: 0, requests: 1, endpoint: "pay" }],
      { limits: { writes: 5 }, used: { requests: 5, writes: 5 } },
      { at: 0, mode: "graceful", text: "6 writes, beyond the cap of 5" },
    ],
    [
      "requests of a name that the plan does not know, as writes",
      [{ at: 0, requests: 6, endpoint: "http://10.20.3.4/pay" }],
      { limits: { writes: 5 } },
      { at: 0, mode: "graceful", text: "6 writes, beyond the cap of 5" },
    ],
    [
      "a first write where none is allowed",
      [{ at: 0, requests: 1, endpoint: "pay" }],
      { limits: { writes: 0 } },
      { at: 0, mode: "graceful", text: "1 writes, beyond the cap of 0" },
    ],
    [
      "a rate above the cap over ten whole seconds",
      steady(20, { requests: 106 }),
      { limits: { ratePerSecond: 100 } },
      { at: 10, mode: "graceful", text: "106/s requests over 10 s, above the cap of 100/s" },
    ],
    [
      "failing requests",
      [
        { at: 0, requests: 18, failed: 18 },
        { at: 1, requests: 2, failed: 2 },
      ],
      { stop: { errors: { share: 0.5, everyMs: 30_000 } } },
      { at: 1, mode: "graceful", text: "100.00 % of 20 requests failed within 30 s (the policy stops at 50.00 %)" },
    ],
    [
      "failing requests, exactly at the share",
      [{ at: 0, requests: 40, failed: 20 }],
      { stop: { errors: { share: 0.5, everyMs: 30_000 } } },
      { at: 0, mode: "graceful", text: "50.00 % of 40 requests failed within 30 s (the policy stops at 50.00 %)" },
    ],
    [
      "failing connections",
      [{ at: 0, requests: 40, failed: 8, errors: { connection: 5, tls: 3, status: 9 } }],
      { stop: { connectionFailures: { share: 0.2, everyMs: 10_000 } } },
      {
        at: 0,
        mode: "graceful",
        text: "20.00 % of 40 requests could not connect within 10 s (the policy stops at 20.00 %)",
      },
    ],
  ])("stops at %s", (_, pieces, more, expected) => {
    expect(stopOf(pieces, more)).toEqual(expected);
  });

  it.each<[string, Piece[], Parameters<typeof watchOver>[1]]>([
    [
      "fewer than twenty requests",
      steady(1, { requests: 19, failed: 19 }),
      { stop: { errors: { share: 0.5, everyMs: 30_000 } } },
    ],
    [
      "failures that lie apart",
      [
        { at: 0, requests: 19, failed: 19 },
        { at: 10, requests: 19, failed: 19 },
      ],
      { stop: { errors: { share: 0.5, everyMs: 10_000 } } },
    ],
    [
      "a share just below",
      [{ at: 0, requests: 1000, failed: 499 }],
      { stop: { errors: { share: 0.5, everyMs: 10_000 } } },
    ],
    [
      "failures by status, for connections",
      steady(5, { requests: 100, failed: 100, errors: { status: 100, timeout: 100 } }),
      { stop: { connectionFailures: { share: 0.2, everyMs: 10_000 } } },
    ],
    [
      "one busy second",
      [...steady(9, { requests: 10 }), { at: 9, requests: 900 }, { at: 10, requests: 10 }],
      { limits: { ratePerSecond: 100 } },
    ],
    ["a count at its cap", steady(3, { requests: 10 }), { limits: { requests: 30 } }],
    ["no report of virtual users", steady(3, {}), { limits: { vus: 1 } }],
    ["no error at all in a blocked entry", [{ at: 0, errors: { blocked: 0 } }], {}],
  ])("does not stop at %s", (_, pieces, more) => {
    expect(stopOf(pieces, more)).toBeNull();
  });

  it("adds the pieces of one second, late ones too", () => {
    const pieces = [
      { at: 5, requests: 10, failed: 10 },
      { at: 6, requests: 5, failed: 5 },
      { at: 5, requests: 5, failed: 5 },
    ];
    expect(stopOf(pieces, { stop: { errors: { share: 1, everyMs: 2000 } } })?.at).toBe(2);
  });

  it.each<[string, Setting, { open: number; sockets: string[] }, string | null]>([
    ["allowed sockets", {}, { open: 3, sockets: ["10.20.3.4:443", "[2001:db8::5]:443"] }, null],
    ["allowed sockets in another spelling", {}, { open: 1, sockets: ["[::ffff:10.20.3.4]:443"] }, null],
    ["no connection", {}, { open: 0, sockets: [] }, null],
    ["as many as are allowed", { limits: { connections: 20 } }, { open: 20, sockets: [] }, null],
    [
      "another port of an allowed address",
      { sockets: ["10.20.3.4:443"] },
      { open: 2, sockets: ["10.20.3.4:443", "10.20.3.4:9090"] },
      "the engine is connected with 10.20.3.4:9090; allowed is 10.20.3.4:443",
    ],
    [
      "another address",
      {},
      { open: 1, sockets: ["203.0.113.9:443"] },
      "the engine is connected with 203.0.113.9:443; allowed are 10.20.3.4:443 and [2001:db8::5]:443",
    ],
    [
      "more than are allowed",
      { limits: { connections: 20 } },
      { open: 21, sockets: ["10.20.3.4:443"] },
      "21 connections are open, above the cap of 20",
    ],
  ])("connections: %s", (_, setting, seen, text) => {
    const wish = watchWith(setting).observeConnections(seen);
    expect(wish).toEqual(text === null ? null : { reason: "guard", mode: "now", text });
  });

  it("wishes once, whatever it looks at", () => {
    const wishes = watchOver(steady(4, { vus: 101 }));
    expect(wishes.map((wish) => wish !== null)).toEqual([true, false, false, false]);
    const watch = watchWith();
    const strange = { open: 1, sockets: ["203.0.113.9:443"] };
    expect(watch.observeConnections(strange)).not.toBeNull();
    expect(watch.observeConnections(strange)).toBeNull();
    expect(watch.push(windowOf({ at: 0, vus: 101 }))).toBeNull();
  });

  it("hands on what was used, also after its wish", () => {
    const watch = watchWith({ limits: { vus: 1 }, used: { requests: 100, writes: 10 } });
    watch.push(windowOf({ at: 0, requests: 5, vus: 2 }));
    watch.push(windowOf({ at: 1, requests: 3, endpoint: "pay" }));
    expect(watch.used).toEqual({ requests: 108, writes: 13 });
  });

  it("names a dial outside any endpoint", () => {
    expect(stopOf([{ at: 0, endpoint: "", errors: { blocked: 1 } }])?.text).toContain("a request went to");
  });

  it.each<[string, Piece, string]>([
    ["a blocked dial before virtual users", { at: 0, vus: 101, errors: { blocked: 1 } }, "guard blocks"],
    ["virtual users before counts", { at: 0, vus: 101, requests: 50 }, "VUs"],
    ["writes before requests", { at: 0, requests: 50, endpoint: "pay" }, "writes"],
    ["requests before fuses", { at: 0, requests: 50, failed: 50 }, "50 requests, beyond"],
  ])("tells %s", (_, piece, text) => {
    const more = { limits: { requests: 40, writes: 40 }, stop: { errors: { share: 0.5, everyMs: 10_000 } } };
    expect(stopOf([piece], more)?.text).toContain(text);
  });
});
