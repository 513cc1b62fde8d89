import { createServer } from "node:http";

/** One request as it came in. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A loopback service whose behaviour can be changed while it runs; it counts what arrives and what it answered. */
export interface FaultTarget {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Requests that were answered to their end. */
  readonly answered: () => number;
  /** Time from request to answer, ms; `/wait/N` takes N instead. */
  delayMs: number;
  status: number;
  /** Rows that the runs wrote and nobody removed: `POST` adds one, `DELETE` removes all, `GET /left` tells. */
  readonly rows: () => number;
  close(): Promise<void>;
}

export async function startFaultTarget(): Promise<FaultTarget> {
  const arrivals: Arrival[] = [];
  let rows = 0;
  let answered = 0;
  const target = { delayMs: 0, status: 200 };
  const server = createServer((request, response) => {
    const { method = "", url: path = "" } = request;
    arrivals.push({ method, path, at: Date.now() });
    request.resume();
    const answer = (): void => {
      if (method === "POST") rows += 1;
      if (method === "DELETE") rows = 0;
      response.on("finish", () => {
        answered += 1;
      });
      response.writeHead(target.status, { "content-type": "application/json" }).end(JSON.stringify({ total: rows }));
    };
    const waitMs = Number(/^\/wait\/(\d+)/u.exec(path)?.[1] ?? target.delayMs);
    if (waitMs === 0) answer();
    else setTimeout(answer, waitMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return Object.assign(target, {
    url: `http://127.0.0.1:${address.port}`,
    arrivals,
    answered: () => answered,
    rows: () => rows,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
