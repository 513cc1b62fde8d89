import { createServer } from "node:http";
import type { Socket } from "node:net";

/** The target that may be loaded: 127.0.0.1, on a port of its own. */
export interface AttackTarget {
  readonly port: number;
  readonly requests: () => number;
  /** Host headers seen, each once. */
  readonly hosts: () => readonly string[];
  /** Most connections that were open at one time. */
  readonly peakConnections: () => number;
  close(): Promise<void>;
}

/** Answers 200 "ok"; `/redirect?to=URL&status=302` leads on, `/say?text=…` answers that text after `delayMs=…`. */
export async function attackTarget(): Promise<AttackTarget> {
  let requests = 0;
  let peak = 0;
  const open = new Set<Socket>();
  const hosts = new Set<string>();
  const server = createServer((request, response) => {
    requests++;
    hosts.add(request.headers.host ?? "");
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://target");
    const location = searchParams.get("to");
    if (pathname === "/redirect" && location !== null) {
      response.writeHead(Number(searchParams.get("status") ?? 302), { location }).end();
      return;
    }
    const answer = (): void => void response.end(searchParams.get("text") ?? "ok");
    setTimeout(answer, Number(searchParams.get("delayMs") ?? 0));
  });
  server.on("connection", (socket) => {
    open.add(socket);
    peak = Math.max(peak, open.size);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    requests: () => requests,
    hosts: () => [...hosts],
    peakConnections: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
