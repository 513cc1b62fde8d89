import { errorKinds, type ErrorKind } from "../../contract/window.ts";

export interface ClassifiedError {
  readonly kind: ErrorKind;
  readonly value: string;
}

/** Meanings of k6's error codes (k6 documentation, "Error codes"). */
const k6Codes: Readonly<Record<number, string>> = {
  1000: "connection ended or another network error",
  1010: "network error",
  1020: "invalid URL",
  1050: "request timeout",
  1100: "name look-up failed",
  1101: "no such host",
  1110: "address blocked",
  1111: "host name blocked",
  1200: "TCP error",
  1201: "broken pipe",
  1202: "TCP error of an unknown kind",
  1210: "dial failed",
  1211: "dial timeout",
  1212: "connection refused",
  1213: "dial failed for an unknown reason",
  1220: "connection reset by peer",
  1300: "TLS error",
  1301: "not a TLS record",
  1310: "certificate of an unknown authority",
  1311: "certificate of another host",
  1600: "HTTP/2 error",
  1701: "body cannot be decompressed",
};

/** Kind and value of a request that k6 calls failed, by its status and error code (−1 or 0 = none). */
export function classifyK6Error(status: number, code: number): ClassifiedError {
  const value = k6Codes[code] ?? `k6 error ${code}`;
  if (code === 1110 || code === 1111) return { kind: "blocked", value };
  if (code === 1050) return { kind: "timeout", value };
  if (code >= 1300 && code < 1400) return { kind: "tls", value };
  // 1000 is what k6 gives to network errors that it does not know, such as a connection closed before the answer.
  if (code !== 1020 && ((code >= 1000 && code < 1300) || (code >= 1600 && code < 1700)))
    return { kind: "connection", value };
  if (status > 0) return { kind: "status", value: String(status) };
  return { kind: "other", value: code > 0 ? value : "failed without a status" };
}

/** The kind that a script of ours named. */
export function errorKindOf(kind: string): ErrorKind {
  return errorKinds.find((known) => known === kind) ?? "other";
}

const noHttpCode = /^Non HTTP response code: (.*)$/s;

/** Kind and value of a failed JMeter sample, by its response code and failure message. */
export function classifyJmeterError(responseCode: string, failureMessage: string): ClassifiedError {
  const status = /^\d+$/.test(responseCode) ? Number(responseCode) : 0;
  if (status >= 400 || (status > 0 && failureMessage === "")) return { kind: "status", value: responseCode };
  const thrown = noHttpCode.exec(responseCode)?.[1];
  if (thrown !== undefined) return { kind: kindOfException(thrown), value: thrown };
  if (failureMessage !== "") return { kind: "expectation", value: failureMessage };
  return { kind: "other", value: responseCode === "" ? "failed without a response code" : responseCode };
}

function kindOfException(name: string): ErrorKind {
  if (name.includes("AccessControlException")) return "blocked";
  if (/timeout|timedout/i.test(name)) return "timeout";
  if (/\.ssl\.|SSL|\.security\.cert\./.test(name)) return "tls";
  if (/^java\.net\.|^org\.apache\.http\.|^java\.nio\.channels\.|ConnectException|java\.io\.EOFException/.test(name)) {
    return /URISyntax|MalformedURL|ProtocolException/.test(name) ? "other" : "connection";
  }
  return "other";
}
