import { Worker } from "node:worker_threads";
import type { CollectorReply, CollectorRequest } from "../../contract/collector-messages.ts";
import { PerfAgentError } from "../../contract/errors.ts";

type ReplyOf<K extends CollectorReply["kind"]> = Extract<CollectorReply, { kind: K }>;

interface Waiting {
  readonly resolve: (reply: CollectorReply) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread that scans. After its death every call rejects with PA_INTERNAL. */
export class CollectorThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #death: PerfAgentError | null = null;
  /** Called with encoded windows as they come. */
  onWindows: (frames: Uint8Array) => void = () => {};

  constructor(url: URL) {
    this.#worker = new Worker(url, { name: "collect" });
    this.#worker.on("message", (reply: CollectorReply) => {
      if (reply.kind === "windows") this.onWindows(reply.frames);
      else this.#waiting.shift()?.resolve(reply);
    });
    this.#worker.on("error", (error) => this.#die("the thread that reads samples failed", error));
    this.#worker.on("exit", () => this.#die("the thread that reads samples ended too early", undefined));
  }

  #die(text: string, cause: unknown): void {
    this.#death ??= PerfAgentError.of("PA_INTERNAL", text, { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#death);
  }

  /** Sends what is not answered. */
  tell(request: CollectorRequest): void {
    this.#worker.postMessage(request, []);
  }

  /** Sends and waits for the answer, which must be of `kind`. Answers come in the order of the questions. */
  async ask<K extends CollectorReply["kind"]>(
    request: CollectorRequest,
    kind: K,
    transfer: ArrayBuffer[] = [],
  ): Promise<ReplyOf<K>> {
    const reply = await new Promise<CollectorReply>((resolve, reject) => {
      if (this.#death !== null) {
        reject(this.#death);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request, transfer);
    });
    if (isOf(reply, kind)) return reply;
    throw PerfAgentError.of(
      "PA_INTERNAL",
      `the thread that reads samples answered "${reply.kind}" to "${request.kind}"`,
    );
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}

function isOf<K extends CollectorReply["kind"]>(reply: CollectorReply, kind: K): reply is ReplyOf<K> {
  return reply.kind === kind;
}
