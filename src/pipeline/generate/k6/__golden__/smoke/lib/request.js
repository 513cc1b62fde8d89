// Sends one request, holds the response against what the plan expects, and takes values out of it.
import http from "k6/http";
import { runId, traceparent } from "./pass.js";

/** What does not change from request to request of an endpoint. Statuses are numbers or [from, to]. */
export function endpoint(it) {
  const statuses = it.statuses.map((status) => (typeof status === "number" ? [status, status] : status));
  const expected = statuses.map(([min, max]) => ({ min, max }));
  return {
    expect: [],
    extract: [],
    ...it,
    statuses,
    params: {
      redirects: it.redirects,
      responseCallback: http.expectedStatuses(...expected),
      responseType: it.body || "none",
      tags: { ...it.tags, name: it.name },
      timeout: it.timeout,
    },
  };
}

/** Sends a request and tells whether it succeeded. describe gives { url, headers, body }. */
export function send(pass, to, describe) {
  const request = describe();
  if (request.headers.traceparent === undefined) request.headers.traceparent = traceparent(pass);
  request.headers["x-perf-agent-run"] = runId; // the target can tell this traffic from its users'
  to.params.headers = request.headers;
  const response = http.request(to.method, request.url, request.body === undefined ? null : request.body, to.params);
  const statusHeld = isOneOf(response.status, to.statuses);
  const succeeded = statusHeld;
  return succeeded;
}

function isOneOf(status, ranges) {
  for (let at = 0; at < ranges.length; at += 1) if (status >= ranges[at][0] && status <= ranges[at][1]) return true;
  return false;
}
