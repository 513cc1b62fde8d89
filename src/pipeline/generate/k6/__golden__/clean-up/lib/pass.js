// A pass is one iteration of a scenario. Its session holds cookies, tokens and extracted values.
import exec from "k6/execution";
import { Gauge } from "k6/metrics";
import { Trend } from "k6/metrics";
import { blend, hashText } from "./draw.js";

/** The agent hands in the id of the run; without it every run has the same. */
export const runId = __ENV.PERF_AGENT_RUN_ID || "local";

const runHashes = [0, 1, 2, 3].map((salt) => hashText(runId, salt));
const scenarioStart = new Gauge("perf_agent_scenario_start");
const journeyDuration = new Trend("perf_agent_journey_duration", true);
// k6 makes exec.scenario and exec.vu anew each time they are asked for, which is dear; what they tell is always current.
let facts;

function newSession() {
  return { values: Object.create(null), logins: {} };
}

function newPass(scenario, iteration, vu, session, setupValues) {
  return {
    scenario,
    iteration,
    vu,
    session,
    setupValues,
    hash: blend(scenario.hash, iteration),
    visits: {},
    requests: 0,
    trace: undefined,
    startedAt: Date.now(),
    thoughtMs: 0,
    answer: undefined,
  };
}

const noValues = Object.create(null);

/** The next pass of a scenario. */
export function begin(scenario, setupValues) {
  if (facts === undefined) facts = { scenario: exec.scenario, vu: exec.vu };
  const iteration = facts.scenario.iterationInTest;
  if (iteration === 0) scenarioStart.add(facts.scenario.startTime);
  const session = newSession(); // k6 empties the cookie jar before each iteration
  return newPass(scenario, iteration, facts.vu.idInTest, session, setupValues || noValues);
}

/** The single pass of setup() or teardown(). */
export function beginOnce(scenario, setupValues) {
  return newPass(scenario, 0, 0, newSession(), setupValues || noValues);
}

/** Ends the test: without what setup makes there is nothing to measure. teardown() still runs. */
export function giveUp(reason) {
  exec.test.abort(reason);
}

/** The value of a variable that a response or setup gave; undefined where none did. */
export function valueOf(pass, name) {
  const value = pass.session.values[name];
  return value === undefined ? pass.setupValues[name] : value;
}

/** A value inside a text. */
export function text(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value inside a path or a query. */
export function urlText(value) {
  return encodeURIComponent(text(value));
}

/** A journey went through: its duration is the time without pauses. A journey that a failure ended has none. */
export function arrive(pass) {
  journeyDuration.add(Date.now() - pass.startedAt - pass.thoughtMs);
}

function digits(hash) {
  return (hash + 4294967296).toString(16).slice(1);
}

/** W3C trace context: one trace a pass, one span a request. */
export function traceparent(pass) {
  if (pass.trace === undefined) {
    if (pass.scenario.run === undefined) pass.scenario.run = runHashes.map((hash) => blend(hash, pass.scenario.hash));
    const run = pass.scenario.run;
    pass.traceHash = blend(run[0], pass.iteration);
    pass.trace = digits(pass.traceHash) + digits(run[1]) + digits((pass.traceHash ^ run[2]) >>> 0) + digits(run[3]);
  }
  pass.requests += 1;
  return "00-" + pass.trace + "-" + digits(blend(pass.traceHash, pass.requests)) + pass.trace.slice(1, 8) + "1-01";
}

/** An id in the shape of a UUID (version 4), made of run, scenario and iteration. */
export function uuid(pass) {
  const id = runHashes.map((hash) => digits(blend(blend(~hash, pass.scenario.hash), pass.iteration))).join("");
  const variant = "89ab"[parseInt(id[16], 16) & 3];
  return [id.slice(0, 8), id.slice(8, 12), "4" + id.slice(13, 16), variant + id.slice(17, 20), id.slice(20)].join("-");
}
