import { PerfAgentError } from "../../contract/errors.ts";

/** Where a page of runs ended: its last run, as it was then. */
export interface RunCursor {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly runId: string;
}

/** As text that an address may hold. It names a place in the order, so that it holds also where its run has moved or is gone. */
export function writeCursor({ startedAt, runId }: RunCursor): string {
  return `${startedAt}~${runId}`;
}

/** Throws PA_CURSOR_INVALID. */
export function readCursor(text: string): RunCursor {
  const [, startedAt, runId] = /^(-?\d{1,16}(?:\.\d{1,16})?)~(.+)$/su.exec(text) ?? [];
  if (startedAt === undefined || runId === undefined)
    throw PerfAgentError.of("PA_CURSOR_INVALID", `"${text}" is not where a page of runs ended`);
  return { startedAt: Number(startedAt), runId };
}
