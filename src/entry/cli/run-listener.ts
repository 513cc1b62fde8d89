import type { RunListener } from "../../services/run-request.ts";
import type { SeriesListener } from "../../services/run-series.ts";
import type { CommandContext } from "./command-context.ts";
import { createLiveDisplay } from "./terminal/live-display.ts";
import { renderGuard, renderHeader, renderNotice, renderReview } from "./terminal/render-header.ts";
import { deafToBuildServers, paint, plain } from "./terminal/terminal-text.ts";

/** Shows a run as it goes on. `clear` takes the moving line away, however the run ended. */
export function createRunListener(context: CommandContext): {
  readonly listener: RunListener;
  readonly clear: () => void;
} {
  const { json, quiet } = context.globals();
  const { style } = context;
  const output = json ? context.system.stderr : context.system.stdout;
  const live = createLiveDisplay({
    write: (text) => {
      if (!quiet) output.write(deafToBuildServers(text));
    },
    isTerminal: output.isTerminal && !quiet,
    columns: () => output.columns,
    colour: output.isTerminal && style.colour,
  });
  const listener: RunListener = {
    engine: (sentence) => context.tell(sentence),
    recovered: ({ text }) => context.tell(renderNotice("warn", text, style)),
    notice: (sentence) => context.tell(renderNotice("info", sentence, style)),
    header: ({ runId, loaded, found }) => {
      const { name, target, seed } = loaded.plan;
      const engine = { name: "k6", version: found.version };
      context.tell(renderHeader({ plan: name, environment: target.environment, seed, engine, runId }, style));
      context.tell("");
    },
    guard: (decision, preview) => context.tell(renderGuard(decision, preview, style)),
    review: (review) => context.tell(renderReview(review, style)),
    event: ({ kind, level, text }) => {
      // The verdict and the guard's warnings are shown in full of their own.
      if (level === "info" || kind === "verdict" || kind === "guard") return;
      live.clear();
      context.tell(renderNotice(level, text, style));
    },
    progress: (progress) => live.show(progress),
  };
  return { listener, clear: () => live.clear() };
}

/** Shows a series of runs: what it takes, then each run below a line that counts it. What they share is told once. */
export function createSeriesListener(context: CommandContext): {
  readonly listener: SeriesListener;
  readonly clear: () => void;
} {
  const { listener: run, clear } = createRunListener(context);
  let steps = 0;
  const once = <T extends unknown[]>(tell: (...told: T) => void) => {
    return (...told: T): void => {
      if (steps <= 1) tell(...told);
    };
  };
  return {
    clear,
    listener: {
      total: (sentence) => context.tell(`${sentence}\n`),
      step: (sentence) => {
        clear();
        steps += 1;
        context.tell(paint(plain(sentence), ["bold"], context.style));
      },
      run: { ...run, header: once(run.header), guard: once(run.guard), review: once(run.review) },
    },
  };
}
