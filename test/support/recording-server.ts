import { createServer, type IncomingMessage } from "node:http";

/** One request as the server saw it. Header names in lower case. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RecordedAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

export interface RecordingServer {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Passes in the order of their first request, by trace id: what each iteration sent. */
  passes(): Map<string, RecordedRequest[]>;
  close(): Promise<void>;
}

/** A loopback server that remembers every request and answers after `delayMs`. */
export async function startRecordingServer(
  answer: (request: RecordedRequest) => RecordedAnswer,
  delayMs = 0,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((body) => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers, body };
      requests.push(request);
      const { status = 200, headers: more = {}, body: text = "{}" } = answer(request);
      setTimeout(() => outgoing.writeHead(status, { "content-type": "application/json", ...more }).end(text), delayMs);
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => {
    server.once("listening", () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    passes: () => Map.groupBy(requests, ({ headers }) => headers["traceparent"]?.slice(3, 35) ?? ""),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => {
    incoming.once("close", resolve);
    incoming.once("end", resolve);
  });
  return Buffer.concat(chunks);
}
