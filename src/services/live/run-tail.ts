import type { LiveEvent } from "../../contract/api/live-event.ts";
import { createWindowDecoder, type WindowDecoder } from "../../contract/decode-windows.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { runEventSchema } from "../../contract/run-event.ts";
import { framesOfWindows } from "../../contract/window-frame.ts";
import { heldSeconds, type LiveFrames } from "../../pipeline/analyse/live-frames.ts";
import type { LiveObjectives } from "../../pipeline/analyse/live-objectives.ts";
import type { Clock } from "../../ports/system.ts";
import { bundleFiles } from "../run-bundle.ts";
import { GrownLines } from "./grown-lines.ts";
import type { LiveInputs } from "./live-inputs.ts";
import { isOver, type LiveState } from "./live-state.ts";
import { startEvent } from "./start-event.ts";
import { ToldLog, wireText } from "./told-log.ts";
import { Wake } from "./wake.ts";

/** Another process writes without waking us. */
const lookEveryMs = 250;
/** Between two looks, however often something is written. */
const restMs = 25;
/** Who comes back soon finds everything told already. */
const lingerMs = 30_000;
const windowBytesAtOnce = 1024 * 1024;
const mostLogLines = 2_000;
const longestLogLine = 500;
/** Starts of an engine in one run, clean-ups among them. */
const mostAttempts = 8;

/** Where a tail looks. */
export interface TailSource {
  readonly clock: Clock;
  /** Fires when this process wrote something of the run. */
  readonly written: Wake;
  /** Called after what was written was told. */
  readonly onTold: () => void;
  state(): Promise<LiveState>;
  /** null: the run has no folder yet. */
  open(): Promise<LiveInputs | null>;
  /** Nobody may look any more. */
  readonly closing: AbortSignal;
}

/** What is read of one attempt. */
interface Attempt {
  readonly number: number;
  readonly decoder: WindowDecoder;
  readonly frames: LiveFrames;
  readonly objectives: LiveObjectives;
  /** Read of windows.bin. */
  bytes: number;
  /** Of these, whole frames. */
  whole: number;
}

/** Reads the folder of one run as it grows and tells it once, for all who listen. */
export class RunTail {
  /** Fires when there is something new in `log`, or the tail has ended; not for each look, as silence is measured by it. */
  readonly told = new Wake();
  /** Resolves when nothing is read any more: the run is over, nobody listens, or reading failed. */
  readonly ended: Promise<void>;
  readonly #source: TailSource;
  #log: ToldLog | null = null;
  #state: LiveState | null = null;
  #inputs: LiveInputs | null = null;
  #attempt: Attempt | null = null;
  #events: GrownLines | null = null;
  #engineLog: GrownLines | null = null;
  #eventLines = 0;
  #logLines = 0;
  #mayRestart = false;
  #damaged = false;
  #done: string | null = null;
  #isOver = false;
  #failure: { readonly error: unknown } | null = null;
  #listeners = 0;
  #leftAt: number;
  /** What the last fire was about. */
  #fired: { readonly log: ToldLog | null; readonly length: number } = { log: null, length: 0 };

  constructor(source: TailSource) {
    this.#source = source;
    this.#leftAt = source.clock.monotonic();
    this.ended = this.#follow();
  }

  /** What was told since the latest `start`; null: nothing yet. */
  get log(): ToldLog | null {
    return this.#log;
  }

  /** The last event of the stream; null: it goes on. */
  get done(): string | null {
    return this.#done;
  }

  /** Nothing is read any more: `done` was, or the streams of this process end before it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** How things are for somebody who comes now. */
  stateText(): string {
    return this.#state === null ? "" : wireText(stateEvent(this.#state));
  }

  objectiveTexts(): string {
    if (this.#log?.begun !== true) return "";
    return (this.#attempt?.objectives.states() ?? []).map(wireText).join("");
  }

  /** Throws what made reading fail. */
  assertReads(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  join(): void {
    this.#listeners += 1;
  }

  leave(): void {
    this.#listeners -= 1;
    this.#leftAt = this.#source.clock.monotonic();
  }

  async #follow(): Promise<void> {
    const { clock, written, closing } = this.#source;
    try {
      while (!closing.aborted && this.#done === null && !this.#isForgotten()) {
        const seen = written.count;
        await this.#look();
        if (this.#done !== null) break;
        await clock.sleep(restMs, closing);
        await written.after(seen, clock, lookEveryMs, closing);
      }
      // Runs come to their end just before the streams do.
      if (closing.aborted && this.#done === null) await this.#look();
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#isOver = true;
      this.told.fire();
    }
  }

  #isForgotten(): boolean {
    return this.#listeners === 0 && this.#source.clock.monotonic() - this.#leftAt > lingerMs;
  }

  async #look(): Promise<void> {
    // Asked first: what a run that is over wrote is then all there.
    const state = await this.#source.state();
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (this.#inputs === null) await this.#open();
    if (this.#log === null) this.#begin();
    else if (changed) this.#log.addMoment("state", stateEvent(state));
    await this.#readEvents();
    await this.#readLog();
    if (this.#mayRestart) await this.#noticeRestart();
    await this.#readWindows();
    if (isOver(state.state)) this.#done = wireText({ event: "done", state: state.state, verdict: state.verdict });
    this.#fireIfNew();
    this.#source.onTold();
  }

  #fireIfNew(): void {
    const log = this.#log;
    const length = log?.length ?? 0;
    if (log === this.#fired.log && length === this.#fired.length && this.#done === null) return;
    this.#fired = { log, length };
    this.told.fire();
  }

  async #open(): Promise<void> {
    const inputs = await this.#source.open();
    if (inputs === null) return;
    this.#inputs = inputs;
    this.#events = new GrownLines(inputs.folder, bundleFiles.events);
    this.#engineLog = new GrownLines(inputs.folder, bundleFiles.engineLog);
    this.#attempt = newAttempt(inputs, await attemptNumber(inputs));
    this.#begin();
  }

  /** Whoever listens begins anew with what is known now. */
  #begin(): void {
    if (this.#state === null) return;
    const before = this.#log;
    const startedAt = this.#attempt?.frames.originAt ?? null;
    this.#log = new ToldLog({
      attempt: this.#attempt?.number ?? 0,
      start: startEvent(this.#state, this.#inputs, startedAt),
    });
    if (before !== null) this.#log.continue(before);
  }

  async #readEvents(): Promise<void> {
    if (this.#events === null) return;
    for (let lines = await this.#events.next(); lines.length > 0; lines = await this.#events.next()) {
      for (const { text } of lines) {
        this.#eventLines += 1;
        const parsed = runEventSchema.safeParse(jsonOf(text));
        if (!parsed.success) continue;
        const { kind, level, text: sentence, at } = parsed.data;
        if (kind === "attempt") this.#mayRestart = true;
        this.#log?.addLine("events", { event: "guard", kind, level, text: sentence, at }, this.#eventLines);
      }
    }
  }

  async #readLog(): Promise<void> {
    if (this.#engineLog === null || this.#logLines >= mostLogLines) return;
    for (let lines = await this.#engineLog.next(); lines.length > 0; lines = await this.#engineLog.next()) {
      for (const { text, end } of lines) {
        this.#logLines += 1;
        const last = this.#logLines === mostLogLines;
        const line = last ? `(further lines stand in ${bundleFiles.engineLog} of the run folder)` : shortened(text);
        this.#log?.addLine("log", { event: "log", line }, end);
        if (last) return;
      }
    }
  }

  /** An engine that died left its windows behind when it was started again: what is in the file now is of another attempt. */
  async #noticeRestart(): Promise<void> {
    if (this.#inputs === null || this.#attempt === null) return;
    const number = await attemptNumber(this.#inputs);
    if (number === this.#attempt.number) return;
    this.#attempt = newAttempt(this.#inputs, number);
    this.#damaged = false;
    this.#begin();
  }

  async #readWindows(): Promise<void> {
    const [inputs, attempt] = [this.#inputs, this.#attempt];
    if (inputs === null || attempt === null || this.#damaged) return;
    for (;;) {
      const bytes = await inputs.folder.readFrom(bundleFiles.windows, attempt.bytes, windowBytesAtOnce);
      if (bytes.length === 0) return;
      attempt.bytes += bytes.length;
      try {
        this.#take(attempt, bytes);
      } catch (error) {
        if (!(error instanceof PerfAgentError)) throw error;
        this.#damaged = true;
        this.#tellDamage(error);
        return;
      }
      this.#fireIfNew();
    }
  }

  #take(attempt: Attempt, bytes: Uint8Array): void {
    const { decoder, frames, objectives } = attempt;
    for (const window of decoder.push(bytes)) {
      attempt.whole += framesOfWindows.get(window)?.length ?? 0;
      const second = frames.push(window, attempt.whole);
      if (second !== null) objectives.push(window, second);
    }
    if (frames.originAt === null) return;
    if (this.#log?.begun === false) this.#begin();
    const told = frames.take();
    for (const { event, position } of told) this.#log?.addSecond(event, position);
    if (told.length === 0) return;
    for (const state of objectives.states()) this.#log?.addMomentOnce(`objective ${state.name}`, state);
  }

  #tellDamage(error: PerfAgentError): void {
    const text = `the windows cannot be read further: ${error.mistakes[0]?.text ?? error.message}`;
    const at = this.#source.clock.now();
    this.#log?.addMoment("damage", { event: "guard", kind: "state", level: "warn", text, at });
  }
}

function newAttempt(inputs: LiveInputs, number: number): Attempt {
  return { number, decoder: createWindowDecoder(heldSeconds), ...inputs.follow(), bytes: 0, whole: 0 };
}

/** One more than those whose windows were set aside. */
async function attemptNumber({ folder }: LiveInputs): Promise<number> {
  let before = 0;
  for (let number = 1; number <= mostAttempts; number++)
    if (await folder.has(`attempts/${number}/${bundleFiles.windows}`)) before += 1;
  return before + 1;
}

function stateEvent({ state, text, at, ahead }: LiveState): LiveEvent {
  return { event: "state", state, text, at, ahead };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shortened(line: string): string {
  return line.length <= longestLogLine ? line : `${line.slice(0, longestLogLine - 1)}…`;
}
