import type { RunProgress } from "../../../contract/run.ts";
import { renderProgress, renderProgressLine } from "./render-progress.ts";

export interface LiveDisplayOptions {
  readonly write: (text: string) => void;
  /** false: one line every 10 s and no cursor movement. */
  readonly isTerminal: boolean;
  /** Asked at every redraw, as windows change their size. */
  readonly columns: () => number;
  readonly colour: boolean;
}

export interface LiveDisplay {
  /** Shows the latest state, in place of the one before. */
  show(progress: RunProgress): void;
  /** Takes the display away, so that other text can be written. */
  clear(): void;
}

const quietMs = 10_000;

/** A view of a running test that redraws itself in a terminal and writes sparse lines everywhere else. */
export function createLiveDisplay({ write, isTerminal, columns, colour }: LiveDisplayOptions): LiveDisplay {
  let drawn = 0;
  let nextLineAtMs = 0;
  const erase = (): string => (drawn === 0 ? "" : `\u001B[${drawn}A\r\u001B[J`);
  return {
    show(progress) {
      if (isTerminal) {
        // One column stays free: a full line makes some terminals wrap before the line break comes.
        const lines = renderProgress(progress, { colour, columns: Math.max(20, columns() - 1) });
        write(`${erase()}${lines.join("\n")}\n`);
        drawn = lines.length;
        return;
      }
      if (progress.elapsedMs < nextLineAtMs) return;
      nextLineAtMs = (Math.floor(progress.elapsedMs / quietMs) + 1) * quietMs;
      write(`${renderProgressLine(progress)}\n`);
    },
    clear() {
      if (drawn > 0) write(erase());
      drawn = 0;
    },
  };
}
