import type { LiveFigures } from "../../../../src/contract/api/live-event.ts";
import type { StartEvent } from "./live-run.ts";
import type { WindowEvent } from "./second-columns.ts";

/** Events of a small run, for tests. */
export function startEvent(changes: Partial<StartEvent> = {}): StartEvent {
  return {
    event: "start",
    runId: "20261124T100000Z-checkout-1a2b",
    plan: "checkout",
    service: "shop",
    environment: "perf",
    state: "running",
    startedAt: Date.UTC(2026, 10, 24, 10),
    plannedMs: 600_000,
    judged: { fromMs: 60_000, toMs: 540_000 },
    peakVus: 50,
    costLimit: 10,
    currency: "EUR",
    endpoints: [
      { scenario: "buy", endpoint: "checkout" },
      { scenario: "browse", endpoint: "products" },
    ],
    objectives: [{ name: "p95 of checkout", limit: 400, unit: "ms", severity: "fail" }],
    ...changes,
  };
}

export function figures(requests: number, p95: number | null = 100, failed = 0): LiveFigures {
  return [requests, failed, p95 === null ? null : p95 / 2, p95, p95, p95 === null ? null : p95 * 2, p95];
}

export function windowEvent(second: number, changes: Partial<WindowEvent> = {}): WindowEvent {
  return {
    event: "window",
    second,
    vus: 10,
    all: figures(100),
    phases: [1, 2, 3, 4, 5, 6],
    dropped: 0,
    iterations: 50,
    rows: [
      [0, figures(40, 200)],
      [1, figures(60, 100)],
    ],
    added: [],
    spent: (second + 1) / 100,
    ...changes,
  };
}
