import { createServer, type IncomingHttpHeaders, type Server } from "node:http";

/** A loopback server that counts what reaches it. */
export interface CountingTarget {
  readonly port: number;
  readonly requests: () => number;
  readonly lastHeaders: () => IncomingHttpHeaders;
  close(): Promise<void>;
}

/** Answers 200 to everything on 127.0.0.1, after `delayMs`; `/status/N` answers N. */
export async function countingTarget(options: { delayMs?: number } = {}): Promise<CountingTarget> {
  let requests = 0;
  let lastHeaders: IncomingHttpHeaders = {};
  const server: Server = createServer((request, response) => {
    requests++;
    lastHeaders = request.headers;
    const status = /^\/status\/(\d+)/u.exec(request.url ?? "")?.[1];
    const answer = (): void => void response.writeHead(Number(status ?? 200)).end("ok");
    if (options.delayMs === undefined) answer();
    else setTimeout(answer, options.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    requests: () => requests,
    lastHeaders: () => lastHeaders,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
