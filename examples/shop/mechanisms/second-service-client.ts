import { once } from "node:events";
import { Agent, get, type RequestOptions } from "node:http";
import { Worker } from "node:worker_threads";
import { isRecord } from "../is-record.ts";
import { sleep } from "./sleep.ts";

export interface QuoteOptions {
  /** Calls one after the other; one is needed, more are waste. 2.5 is 2 or 3 by turns. */
  readonly calls: number;
  readonly delayMs: number;
  readonly retries: { readonly failures: number; readonly backOffMs: number } | null;
}

/** A call is made three times at most, and the third does not fail: the fault is to cost time, not answers. */
const attempts = 3;

/** Asks the second service, which is started when it is first asked, over HTTP. */
export class SecondServiceClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #random: () => number;
  readonly #workerData: { readonly seed: number; readonly usualMs: number };
  #started: Promise<{ readonly worker: Worker; readonly port: number }> | null = null;
  #calls = 0;
  #retries = 0;
  #served = 0;

  /** `usualMs`: what the second service takes when it is well. */
  constructor(seed: number, random: () => number, usualMs: number) {
    this.#random = random;
    this.#workerData = { seed, usualMs };
  }

  /** Calls made and made again, and what the second service says it has answered. */
  get seen(): { readonly calls: number; readonly retries: number; readonly served: number } {
    return { calls: this.#calls, retries: this.#retries, served: this.#served };
  }

  /** A price in cents. Rejects when the second service cannot be reached. */
  async quote(key: number, options: QuoteOptions): Promise<number> {
    const whole = Math.floor(options.calls);
    const calls = Math.max(1, this.#random() < options.calls - whole ? whole + 1 : whole);
    let cents = 0;
    for (let call = 0; call < calls; call++) cents = await this.#persistently(key, options);
    return cents;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    if (this.#started !== null) await (await this.#started).worker.terminate();
  }

  async #persistently(key: number, { delayMs, retries }: QuoteOptions): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const failures = attempt < attempts ? (retries?.failures ?? 0) : 0;
      const cents = await this.#ask(key, { "x-delay-ms": delayMs, "x-failures": failures });
      if (cents !== null) return cents;
      if (attempt === attempts) throw new Error("the second service gave no price");
      this.#retries += 1;
      // Each back-off is longer than the one before, and half of it is drawn, so that clients do not come back together.
      await sleep((retries?.backOffMs ?? 0) * attempt * (0.5 + 0.5 * this.#random()), this.#random);
    }
  }

  /** null: the second service failed. */
  async #ask(key: number, headers: Readonly<Record<string, number>>): Promise<number | null> {
    this.#started ??= this.#start();
    const { port } = await this.#started;
    this.#calls += 1;
    const { status, text } = await getText({
      host: "127.0.0.1",
      port,
      path: `/quote?key=${key}`,
      agent: this.#agent,
      headers,
    });
    const json: unknown = JSON.parse(text);
    if (!isRecord(json)) throw new Error("the second service did not answer with an object");
    this.#served = Math.max(this.#served, Number(json["served"]));
    return status === 200 ? Number(json["cents"]) : null;
  }

  async #start(): Promise<{ readonly worker: Worker; readonly port: number }> {
    const worker = new Worker(new URL("second-service.ts", import.meta.url), { workerData: this.#workerData });
    const [port]: unknown[] = await once(worker, "message");
    if (typeof port !== "number") throw new Error("the second service has no port");
    return { worker, port };
  }
}

function getText(options: RequestOptions): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    }).on("error", reject);
  });
}
