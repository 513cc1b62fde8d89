import { readFile } from "node:fs/promises";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TargetProbe } from "../../ports/target-probe.ts";

const patienceMs = 5_000;
const longestBody = 64_000;

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
    async get(url, path, address, { caFile }) {
      const { protocol, hostname, port, host } = new URL(url);
      const secure = protocol === "https:";
      const ca = caFile === null ? undefined : await readFile(caFile);
      const bare = hostname.replace(/^\[|\]$/gu, "");
      return new Promise((resolve) => {
        const request = (secure ? requestTls : requestPlain)({
          host: address,
          port: port === "" ? (secure ? 443 : 80) : Number(port),
          path,
          headers: { host },
          agent: false,
          timeout: patienceMs,
          ...(secure ? { ca, servername: /^[\d.]+$|:/u.test(bare) ? "" : bare } : {}),
        });
        const where = `${url}${path}`;
        request.on("timeout", () => request.destroy(new Error(`no answer within ${patienceMs / 1000} s`)));
        request.on("error", (error) => resolve(`${where}: ${error.message}`));
        request.on("response", (response) => {
          let body = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            body += chunk;
            if (body.length > longestBody) response.destroy(new Error(`more than ${longestBody} characters`));
          });
          response.on("error", (error) => resolve(`${where}: ${error.message}`));
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        });
        request.end();
      });
    },
  };
}
