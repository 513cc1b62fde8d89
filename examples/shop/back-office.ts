import type { StepEffect } from "./effects.ts";
import { burn } from "./mechanisms/burn.ts";
import { GarbageMaker } from "./mechanisms/garbage-maker.ts";
import { type Line, LineDatabase } from "./mechanisms/line-database.ts";
import { ProfileCache } from "./mechanisms/profile-cache.ts";
import { ReceiptPress } from "./mechanisms/receipt-press.ts";
import { SecondServiceClient } from "./mechanisms/second-service-client.ts";
import { sleep } from "./mechanisms/sleep.ts";
import { Turnstile } from "./mechanisms/turnstile.ts";
import type { Step } from "./services.ts";

export interface BackOfficeOptions {
  readonly seed: number;
  readonly random: () => number;
  /** Multiplies the times that it takes when it is well; faults add theirs unscaled. */
  readonly latencyScale: number;
}

/** What the steps find out; keys that no step filled are left out of the answer. */
export interface Findings {
  readonly id: number;
  tier?: string;
  lines?: number;
  cents?: number;
  receiptBytes?: number;
  items?: unknown[];
}

/** What the mechanisms have done so far, for `GET /__stats`: faults are seen here without a clock. */
export interface WorkStats {
  readonly queries: number;
  readonly rowsScanned: number;
  readonly connections: { readonly waited: number; readonly longestQueue: number };
  readonly lock: { readonly waited: number; readonly longestQueue: number };
  readonly cache: { readonly hits: number; readonly misses: number };
  readonly downstream: { readonly calls: number; readonly retries: number; readonly served: number };
  readonly threadPool: { readonly receipts: number; readonly otherJobs: number };
  readonly garbage: { readonly madeKilobytes: number; readonly keptKilobytes: number };
  readonly burntMs: number;
  readonly items: number;
}

const profiles = 40;
const usesOfProfile = 50;
const slowLookupMs = 4;
const downstreamMs = 1;
const receiptCopies = 30;

/** The mechanisms behind the services: each is real, and each can be made worse by a fault. */
export class BackOffice {
  readonly #options: BackOfficeOptions;
  readonly #database = new LineDatabase();
  readonly #connections = new Turnstile();
  readonly #lock = new Turnstile();
  readonly #cache = new ProfileCache<string>(usesOfProfile);
  readonly #secondService: SecondServiceClient;
  readonly #press = new ReceiptPress();
  readonly #garbage = new GarbageMaker();
  readonly #sampleLines: readonly Line[];
  readonly #receipt: string;
  #burntMs = 0;
  #items = 0;

  constructor(options: BackOfficeOptions) {
    this.#options = options;
    this.#secondService = new SecondServiceClient(options.seed, options.random, downstreamMs * options.latencyScale);
    this.#sampleLines = this.#database.linesOf(0, null);
    this.#receipt = JSON.stringify(this.#sampleLines).repeat(receiptCopies);
    for (let key = 0; key < profiles; key++) {
      this.#cache.warm(key, this.#tierOf(key), 1 + ((key * 7) % usesOfProfile));
    }
  }

  get stats(): WorkStats {
    return {
      ...this.#database.seen,
      connections: this.#connections.seen,
      lock: this.#lock.seen,
      cache: this.#cache.seen,
      downstream: this.#secondService.seen,
      threadPool: this.#press.seen,
      garbage: this.#garbage.seen,
      burntMs: this.#burntMs,
      items: this.#items,
    };
  }

  /** Goes through the steps for the thing with this number. `items`: how many the body has, when it is assembled. */
  async work(id: number, steps: readonly Step[], items: number, effect: StepEffect): Promise<Findings> {
    const findings: Findings = { id };
    for (const step of steps) await this.#take(step, findings, items, effect);
    return findings;
  }

  /** What a fault has left behind goes when the fault does. */
  releaseGarbage(): void {
    this.#garbage.release();
  }

  async close(): Promise<void> {
    await this.#secondService.close();
    this.#database.close();
  }

  async #take(step: Step, findings: Findings, items: number, effect: StepEffect): Promise<void> {
    const { random } = this.#options;
    const { id } = findings;
    switch (step) {
      case "connection":
        await this.#connections.pass(effect.connections.size, () => sleep(effect.connections.holdMs, random));
        return;
      case "lookup":
        findings.tier = await this.#profileOf(id, effect.cacheOffMs);
        return;
      case "query":
        findings.lines = this.#database.linesOf(id, effect.scannedRows).length;
        return;
      case "downstream":
        findings.cents = await this.#secondService.quote(id, {
          calls: effect.downstreamCalls,
          delayMs: effect.downstreamDelayMs,
          retries: effect.retries,
        });
        return;
      case "lock":
        await this.#lock.pass(1, () => sleep(effect.lockMs, random));
        return;
      case "compress":
        findings.receiptBytes = await this.#press.press(this.#receipt, effect.occupyIterations);
        return;
      case "assemble":
        findings.items = this.#assemble(Math.round(items * effect.itemsTimes), effect);
        return;
    }
  }

  async #profileOf(id: number, cacheOffMs: number | null): Promise<string> {
    const { random, latencyScale } = this.#options;
    return this.#cache.get(id % profiles, cacheOffMs !== null, async () => {
      await sleep(cacheOffMs ?? slowLookupMs * latencyScale, random);
      return this.#tierOf(id % profiles);
    });
  }

  /** A customer's tier, from what the database knows of them. */
  #tierOf(key: number): string {
    const bought = this.#database.linesOf(key, null).reduce((sum, { quantity }) => sum + quantity, 0);
    return bought > 40 ? "gold" : "plain";
  }

  #assemble(count: number, { busyMs, garbage }: StepEffect): unknown[] {
    this.#burntMs += burn(busyMs);
    if (garbage !== null) this.#garbage.make(garbage.kilobytes, garbage.retainedMegabytes);
    this.#items += count;
    const lines = this.#sampleLines;
    return Array.from({ length: count }, (_, index) => ({ position: index + 1, ...lines[index % lines.length] }));
  }
}
