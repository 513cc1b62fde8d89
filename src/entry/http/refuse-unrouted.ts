import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError } from "fastify";
import { PerfAgentError } from "../../contract/errors.ts";
import { toldError } from "./answer-errors.ts";
import { problemOf, problemType } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

/** What becomes no request: it is answered as any other refusal is, though no hook and no handler ever sees it. */
export interface UnroutedRefusals {
  /** An address that cannot be decoded. */
  answer(error: Error, requestId: string, response: ServerResponse): void;
  /** What the parser cannot read: torn heads, two lengths, a head that is too large or does not come to its end. */
  endConnection(error: ConnectionError, socket: Socket): void;
  /** `Expect` with anything but `100-continue`. */
  refuseExpectations(server: Server): void;
}

/** Status and text by what the parser says is wrong; whatever else it finds is a request that cannot be read. */
const parserRefusals: Readonly<Record<string, readonly [status: number, text: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "the head of the request is larger than the service takes"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request did not come to its end in time"],
};

export function refuseUnrouted(parts: { readonly makeId: () => string; readonly isHttps: boolean }): UnroutedRefusals {
  const refusal = (requestId: string, error: Error, asStatus?: number) => {
    const problem = problemOf(toldError(error), requestId);
    const status = asStatus ?? problem.status;
    const body = JSON.stringify({ ...problem, status });
    const headers = {
      ...securityHeaders(requestId, parts.isHttps),
      "content-type": problemType,
      "content-length": String(Buffer.byteLength(body)),
      connection: "close",
    };
    return { status, headers, body };
  };
  const answer: UnroutedRefusals["answer"] = (error, requestId, response) => {
    const { status, headers, body } = refusal(requestId, error);
    response.writeHead(status, headers).end(body);
  };
  return {
    answer,
    endConnection: (error, socket) => {
      // Whoever is gone hears nothing.
      if (error.code === "ECONNRESET" || !socket.writable) {
        socket.destroy();
        return;
      }
      const [asStatus, text] = parserRefusals[error.code] ?? [400, "the request is no HTTP/1.1 that can be read"];
      const { status, headers, body } = refusal(
        parts.makeId(),
        PerfAgentError.of("PA_REQUEST_INVALID", text),
        asStatus,
      );
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`);
      socket.destroySoon();
    },
    refuseExpectations: (server) => {
      server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
        answer(PerfAgentError.of("PA_REQUEST_INVALID", "the service meets no expectations"), parts.makeId(), response);
      });
    },
  };
}
