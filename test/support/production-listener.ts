import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server, type Socket as Connection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** 127.0.0.2, 127.0.0.3 and ::1 play production; 127.0.0.9 is somebody whom no policy knows. 127.0.0.1 is left to the allowed target. */
const ipv4 = ["127.0.0.2", "127.0.0.3", "127.0.0.9"] as const;
const ipv6 = "::1";
/** Ports above the range from which systems take the ports of outgoing connections would be too few: another try is cheap. */
const attempts = 20;

export interface ProductionListener {
  /** One port on every address, TCP and UDP. */
  readonly port: number;
  /** False where the machine has no IPv6. */
  readonly hasIpv6: boolean;
  /** What arrived: one entry a connection or datagram, such as "tcp 127.0.0.2". */
  arrivals(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Listens where nothing may ever arrive. A connection counts as soon as it is accepted, whatever it says; it is answered like an HTTP
 * request, so that an attack that gets here goes on and is seen in full.
 */
export async function productionListener(): Promise<ProductionListener> {
  for (let attempt = 1; ; attempt++) {
    const open: (Server | Socket)[] = [];
    try {
      return await listen(open);
    } catch (error) {
      for (const one of open) one.close();
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || attempt === attempts) throw error;
    }
  }
}

async function listen(open: (Server | Socket)[]): Promise<ProductionListener> {
  const seen: string[] = [];
  const connections = new Set<Connection>();
  const tcp = async (address: string, port: number): Promise<number> => {
    const server = createServer((connection) => {
      seen.push(`tcp ${address}`);
      connections.add(connection);
      connection.on("error", () => undefined).on("close", () => connections.delete(connection));
      connection.on("data", () =>
        connection.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"),
      );
    });
    open.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host: address, port, ipv6Only: true }, resolve);
    });
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("the listener has no port");
    return bound.port;
  };
  const udp = async (address: string, port: number): Promise<void> => {
    const socket = createSocket({ type: address === ipv6 ? "udp6" : "udp4", ipv6Only: address === ipv6 });
    open.push(socket);
    socket.on("message", () => void seen.push(`udp ${address}`));
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject).bind({ address, port }, resolve);
    });
  };
  let port = 0;
  let hasIpv6 = false;
  for (const address of [...ipv4, ipv6]) {
    try {
      port = await tcp(address, port);
      await udp(address, port);
      if (address === ipv6) hasIpv6 = true;
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (address !== ipv6 || taken) throw error;
    }
  }
  return {
    port,
    hasIpv6,
    async arrivals() {
      // What the system has accepted already, this process sees at one of its next turns.
      await sleep(50);
      return seen;
    },
    async close() {
      for (const connection of connections) connection.destroy();
      await Promise.all(open.map((one) => new Promise<void>((resolve) => void one.close(() => resolve()))));
    },
  };
}
