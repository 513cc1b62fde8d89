import { engineMetrics, runHeader } from "../../../../contract/engine-metrics.ts";

/** Sends a request, holds its response against the expectations, takes values out of it. */
export const requestSource = String.raw`// Sends one request, holds the response against what the plan expects, and takes values out of it.
import http from "k6/http";
import { check } from "k6"; //? check
import { Trend } from "k6/metrics"; //? expectations
import { Answer } from "./answer.js"; //? answer
import { draw } from "./draw.js"; //? pickRandom
import { runId, traceparent } from "./pass.js";
import { shown, tell } from "./tell.js"; //? try

/** Requests that got the status they should, but failed an expectation or gave no value to extract. */ //? expectations
const requestFailed = new Trend("${engineMetrics.requestFailed}", true); //? expectations
 //? expectations
/** What does not change from request to request of an endpoint. Statuses are numbers or [from, to]. */
export function endpoint(it) {
  const statuses = it.statuses.map((status) => (typeof status === "number" ? [status, status] : status));
  const expected = statuses.map(([min, max]) => ({ min, max }));
  // A redirect that is followed is a response of its own: it is no failure. //? redirects
  if (it.redirects > 0) expected.push({ min: 300, max: 399 }); //? redirects
  return {
    expect: [],
    extract: [],
    ...it,
    statuses,
    params: {
      redirects: it.redirects,
      responseCallback: http.expectedStatuses(...expected),
      responseType: it.body || "none", //? !try
      responseType: "text", //? try
      tags: { ...it.tags, name: it.name },
      timeout: it.timeout,
    },
  };
}

/** Sends a request and tells whether it succeeded. describe gives { url, headers, body }. */
export function send(pass, to, describe) {
  const auth = to.auth === undefined ? pass.scenario.auth : to.auth; //? auth
  if (auth && auth.before && !auth.before(pass)) { //? login
    pass.failed = true; //? tryLogin
    return false; //? login
  } //? login
  const request = describe();
  if (auth) Object.assign(request.headers, auth.headers(pass, to.method, request)); //? auth
  if (request.headers.traceparent === undefined) request.headers.traceparent = traceparent(pass);
  // The target can tell this traffic from its users'; other hosts are not told. //? elsewhere
  if (!to.elsewhere) request.headers["${runHeader}"] = runId; //? elsewhere
  request.headers["${runHeader}"] = runId; // the target can tell this traffic from its users' //? !elsewhere
  to.params.headers = request.headers;
  to.params.jar = pass.session.jar; //? vuSession
  const response = http.request(to.method, request.url, request.body === undefined ? null : request.body, to.params);
  const expectations = []; //? try
  const extracted = []; //? try
  const statusHeld = isOneOf(response.status, to.statuses);
  let failure; //? expectations
  const answer = new Answer(response); //? answer
  pass.answer = answer; //? leftovers
  if (to.statusCheck !== undefined) check(response, { [to.statusCheck]: statusHeld }, { name: to.name }); //? statusCheck
  expectations.push({ text: to.statusText, held: statusHeld }); //? try
  for (const [text, holds] of to.expect) { //? expect
    const held = holds(answer, pass); //? expect
    check(response, { [text]: held }, { name: to.name }); //? expect
    expectations.push({ text, held }); //? tryExpect
    if (!held && failure === undefined) failure = { kind: "expectation", detail: text }; //? expect
  } //? expect
  if (statusHeld) { //? extract
    for (const it of to.extract) { //? extract
      const found = it.find(answer, pass); //? extract
      const value = found.length > 0 ? pick(pass, it, found) : it.otherwise; //? extract
      extracted.push({ name: it.name, value: value === undefined ? null : value, found: found.length > 0 }); //? tryExtract
      if (value !== undefined) pass.session.values[it.name] = value; //? extract
      else if (failure === undefined) failure = { kind: "extract", detail: "no " + it.name }; //? extract
    } //? extract
  } //? extract
  // A wrong status is in k6's own http_req_failed already. //? expectations
  if (statusHeld && failure !== undefined) requestFailed.add(response.timings.duration, { name: to.name, ...failure }); //? expectations
  const succeeded = statusHeld && failure === undefined; //? expectations
  const succeeded = statusHeld; //? !expectations
  tell(pass, { //? try
    kind: "request", //? try
    scenario: pass.scenario.name, //? try
    endpoint: to.name, //? try
    method: to.method, //? try
    ...shown(request, response), //? try
    expectations, //? try
    extracted, //? try
    failed: !succeeded, //? try
  }); //? try
  if (!succeeded) pass.failed = true; //? try
  return succeeded;
}

function isOneOf(status, ranges) {
  for (let at = 0; at < ranges.length; at += 1) if (status >= ranges[at][0] && status <= ranges[at][1]) return true;
  return false;
}
 //? extract
function pick(pass, it, found) { //? extract
  if (it.pick === "last") return found[found.length - 1]; //? extract
  if (it.pick === "random") return found[Math.floor(draw(pass, it.place) * found.length)]; //? pickRandom
  return found[0]; //? extract
} //? extract
`;
