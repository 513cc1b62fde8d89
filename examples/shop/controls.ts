import type { FaultBoard } from "./fault-board.ts";
import { faultTable, parseFault } from "./faults.ts";
import type { Answer } from "./handlers.ts";

export interface ControlRequest {
  readonly name: "healthz" | "faults" | "stats";
  /** The fault that is meant; empty: all. */
  readonly id: string;
  readonly method: string;
  readonly body: Buffer;
}

/** What a person or a test asks of the shop itself, apart from its business. */
export function answerControl(request: ControlRequest, faults: FaultBoard, stats: () => unknown): Answer {
  if (request.name === "healthz") return { status: 200, body: { status: "ok" } };
  if (request.name === "stats") return { status: 200, body: stats() };
  if (request.method === "DELETE") faults.switchOff(request.id === "" ? undefined : request.id);
  if (request.method === "POST") {
    try {
      faults.switchOn(parseFault(JSON.parse(request.body.toString("utf8"))), performance.now());
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : "not a fault" } };
    }
  }
  return { status: 200, body: { active: faults.active, known: faultTable } };
}
