import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/**
 * Sends one POST to `address`, whatever the URL's host resolves to now, and resolves with the head of the answer; its body is not read.
 * Follows nothing, keeps no connection and uses no proxy. Certificates are checked against the URL's host. Rejects with the socket's
 * error or the signal's reason.
 */
export function postMessage(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  const bytes = new TextEncoder().encode(body);
  return new Promise((resolve, reject) => {
    const request = (secure ? requestSecure : requestPlain)({
      method: "POST",
      host: address,
      port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, "content-length": String(bytes.length) },
      // An agent of its own: the shared one may be told by the environment to use a proxy, or hold a dead connection.
      agent: false,
      signal,
      ...(secure && { servername: /^[\d.]+$|:/u.test(host) ? "" : host, rejectUnauthorized: true }),
    });
    request.once("response", (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      // The head says all. The body is let in, as a receiver may take a cut line for a failure, but one that never ends does not keep us.
      response.resume();
      response.socket.unref();
    });
    request.on("error", (error) => reject(signal.aborted ? toError(signal.reason) : error));
    request.end(bytes);
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
