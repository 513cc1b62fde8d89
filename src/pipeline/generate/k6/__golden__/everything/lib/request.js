// Sends one request, holds the response against what the plan expects, and takes values out of it.
import http from "k6/http";
import { check } from "k6";
import { Trend } from "k6/metrics";
import { Answer } from "./answer.js";
import { draw } from "./draw.js";
import { runId, traceparent } from "./pass.js";

/** Requests that got the status they should, but failed an expectation or gave no value to extract. */
const requestFailed = new Trend("perf_agent_request_failed", true);

/** What does not change from request to request of an endpoint. Statuses are numbers or [from, to]. */
export function endpoint(it) {
  const statuses = it.statuses.map((status) => (typeof status === "number" ? [status, status] : status));
  const expected = statuses.map(([min, max]) => ({ min, max }));
  // A redirect that is followed is a response of its own: it is no failure.
  if (it.redirects > 0) expected.push({ min: 300, max: 399 });
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
  to.params.jar = pass.session.jar;
  const response = http.request(to.method, request.url, request.body === undefined ? null : request.body, to.params);
  const statusHeld = isOneOf(response.status, to.statuses);
  let failure;
  const answer = new Answer(response);
  if (to.statusCheck !== undefined) check(response, { [to.statusCheck]: statusHeld }, { name: to.name });
  for (const [text, holds] of to.expect) {
    const held = holds(answer, pass);
    check(response, { [text]: held }, { name: to.name });
    if (!held && failure === undefined) failure = { kind: "expectation", detail: text };
  }
  if (statusHeld) {
    for (const it of to.extract) {
      const found = it.find(answer, pass);
      const value = found.length > 0 ? pick(pass, it, found) : it.otherwise;
      if (value !== undefined) pass.session.values[it.name] = value;
      else if (failure === undefined) failure = { kind: "extract", detail: "no " + it.name };
    }
  }
  // A wrong status is in k6's own http_req_failed already.
  if (statusHeld && failure !== undefined) requestFailed.add(response.timings.duration, { name: to.name, ...failure });
  const succeeded = statusHeld && failure === undefined;
  return succeeded;
}

function isOneOf(status, ranges) {
  for (let at = 0; at < ranges.length; at += 1) if (status >= ranges[at][0] && status <= ranges[at][1]) return true;
  return false;
}

function pick(pass, it, found) {
  if (it.pick === "last") return found[found.length - 1];
  if (it.pick === "random") return found[Math.floor(draw(pass, it.place) * found.length)];
  return found[0];
}
