import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { HeldIterations } from "../../ports/load-engine.ts";

/** Longest that an iteration waits for the answer when we are busy. */
const answerTimeoutMs = 300;

/** The door before every iteration of a run, see `wrapperText`. */
export interface Gate {
  readonly port: number;
  /** Configuration of k6's secret source of type "url", as its file holds it. */
  readonly secretSource: Readonly<Record<string, unknown>>;
  /** Lets that many virtual users go on, by their number in the test. Never opens again: what is held stays held. */
  limit(virtualUsers: number): void;
  held(): ReadonlyMap<string, HeldIterations>;
  close(): void;
}

/**
 * Answers on a free port of 127.0.0.1, below a path that cannot be guessed: GET open/SECOND gives blanks, one more than virtual users may go on, or
 * nothing when all may; GET held/SCENARIO/ITERATION counts an iteration that is held; anything else is 404.
 */
export async function startGate(): Promise<Gate> {
  const path = `/${randomBytes(16).toString("hex")}/`;
  const scenarios = new Map<string, Set<number>>();
  let allowed = Number.POSITIVE_INFINITY;

  const answerTo = (question: string): string | null => {
    if (question.startsWith("open/")) return Number.isFinite(allowed) ? " ".repeat(allowed + 1) : "";
    const told = /^held\/([^/]+)\/(\d{1,15})$/u.exec(question);
    if (told === null) return null;
    const scenario = decodeURIComponent(told[1] ?? "");
    const held = scenarios.get(scenario) ?? new Set();
    scenarios.set(scenario, held.add(Number(told[2])));
    return "";
  };
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    let answer: string | null = null;
    try {
      if (url.startsWith(path)) answer = answerTo(url.slice(path.length));
    } catch {
      // A name that is not percent-encoded: no question of ours.
    }
    response.writeHead(answer === null ? 404 : 200).end(answer ?? "");
  });
  // Connections are as long-lived as the run; k6 would trip over one that is closed under its hands.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  return {
    port: address.port,
    secretSource: {
      urlTemplate: `http://127.0.0.1:${address.port}${path}{key}`,
      timeout: `${answerTimeoutMs}ms`,
      maxRetries: 0,
      requestsPerMinuteLimit: 600_000,
      requestsBurst: 10_000,
    },
    limit(virtualUsers) {
      allowed = Math.min(allowed, Math.max(0, Math.ceil(virtualUsers)));
    },
    held: () =>
      new Map([...scenarios].map(([name, held]) => [name, { held: held.size, begun: Math.max(...held) + 1 }])),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
