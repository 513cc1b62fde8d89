// Sends one request, holds the response against what the plan expects, and takes values out of it.
import http from "k6/http";
import { traceparent } from "./pass.js";

/** What does not change from request to request of an endpoint. Statuses are numbers or [from, to]. */
export function endpoint(it) {
  const statuses = it.statuses.map((status) => (typeof status === "number" ? [status, status] : status));
  const ranges = statuses.map(([min, max]) => ({ min, max }));
  return {
    expect: [],
    extract: [],
    body: "none",
    ...it,
    statuses,
    tags: { ...it.tags, name: it.name },
    callback: http.expectedStatuses(...ranges),
  };
}

/** Sends a request and tells whether it succeeded. describe gives { url, headers, body }. */
export function send(pass, to, describe) {
  const request = describe();
  if (request.headers.traceparent === undefined) request.headers.traceparent = traceparent(pass);
  const response = http.request(to.method, request.url, request.body === undefined ? null : request.body, {
    headers: request.headers,
    redirects: to.redirects,
    responseCallback: to.callback,
    responseType: to.body,
    tags: to.tags,
    timeout: to.timeout,
  });
  const statusHeld = to.statuses.some(([from, up]) => response.status >= from && response.status <= up);
  const succeeded = statusHeld;
  return succeeded;
}
