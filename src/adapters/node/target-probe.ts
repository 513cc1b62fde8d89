import { readFile } from "node:fs/promises";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TargetProbe } from "../../ports/target-probe.ts";

const patienceMs = 5_000;

function attempt(socket: Socket, event: "connect" | "secureConnect", where: string): Promise<string | null> {
  return new Promise((resolve) => {
    const settle = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(patienceMs, () => settle(`${where} did not answer within ${patienceMs / 1000} s`));
    socket.once(event, () => settle(null));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "ECONNREFUSED" ? "nothing listens there (connection refused)" : error.message;
      settle(`${where}: ${why}`);
    });
  });
}

/** Dials with Node's own sockets. */
export function socketProbe(): TargetProbe {
  return {
    async reach(url, address, { caFile }) {
      const { protocol, hostname, port } = new URL(url);
      const host = hostname.replace(/^\[|\]$/gu, "");
      const secure = protocol === "https:";
      const number = port === "" ? (secure ? 443 : 80) : Number(port);
      const where = `${hostname}:${number}${address === host ? "" : ` (${address})`}`;
      if (!secure) return attempt(connectTcp({ host: address, port: number }), "connect", where);
      const ca = caFile === null ? undefined : await readFile(caFile);
      // Literal addresses carry no server name (RFC 6066, section 3).
      const servername = /^[\d.]+$|:/u.test(host) ? undefined : host;
      return attempt(connectTls({ host: address, port: number, servername, ca }), "secureConnect", where);
    },
  };
}
