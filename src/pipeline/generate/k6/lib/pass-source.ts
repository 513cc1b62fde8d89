import { engineMetrics, runIdVariable } from "../../../../contract/engine-metrics.ts";

/** One pass of a scenario: its session, its variables, its ids. */
export const passSource = String.raw`// A pass is one iteration of a scenario. Its session holds cookies, tokens and extracted values.
import exec from "k6/execution";
import http from "k6/http"; //? vuSession
import { Gauge } from "k6/metrics"; //? !try
import { Trend } from "k6/metrics"; //? journey
import { sleep } from "k6"; //? sleep
import { blend, hashText } from "./draw.js";
import { between } from "./draw.js"; //? think
import { tell } from "./tell.js"; //? try

/** The agent hands in the id of the run; without it every run has the same. */
export const runId = __ENV.${runIdVariable} || "local";

const runHashes = [0, 1, 2, 3].map((salt) => hashText(runId, salt));
const scenarioStart = new Gauge("${engineMetrics.scenarioStart}"); //? !try
const journeyDuration = new Trend("${engineMetrics.journeyDuration}", true); //? journey
const sessionsOfThisVu = {}; //? vuSession
// k6 makes exec.scenario and exec.vu anew each time they are asked for, which is dear; what they tell is always current.
let facts;

function newSession() {
  return { values: Object.create(null), logins: {}, jar: undefined }; //? vuSession
  return { values: Object.create(null), logins: {} }; //? !vuSession
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
    rows: Object.create(null), //? rows
    requests: 0,
    trace: undefined,
    startedAt: Date.now(), //? journey
    thoughtMs: 0, //? thinkOrJourney
    failed: false, //? try
    answer: undefined, //? leftovers
  };
}

const noValues = Object.create(null);

/** The next pass of a scenario. */
export function begin(scenario, setupValues) {
  if (facts === undefined) facts = { scenario: exec.scenario, vu: exec.vu };
  const iteration = facts.scenario.iterationInTest;
  if (iteration === 0) scenarioStart.add(facts.scenario.startTime); //? !try
  let session; //? vuSession
  if (scenario.session === "vu") { //? vuSession
    session = sessionsOfThisVu[scenario.name]; //? vuSession
    if (session === undefined) { //? vuSession
      session = sessionsOfThisVu[scenario.name] = newSession(); //? vuSession
      session.jar = new http.CookieJar(); //? vuSession
    } //? vuSession
  } else session = newSession(); // k6 empties the virtual user's own cookie jar before each iteration //? vuSession
  const session = newSession(); // k6 empties the cookie jar before each iteration //? !vuSession
  return newPass(scenario, iteration, facts.vu.idInTest, session, setupValues || noValues);
}

/** The single pass of setup() or teardown(). */ //? once
export function beginOnce(scenario, setupValues) { //? once
  return newPass(scenario, 0, 0, newSession(), setupValues || noValues); //? once
} //? once
 //? once
/** Ends the test: without what setup makes there is nothing to measure. teardown() still runs. */ //? giveUp
export function giveUp(reason) { //? giveUp
  exec.test.abort(reason); //? giveUp
} //? giveUp
 //? giveUp
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

/** A value inside a path or a query. */ //? urlText
export function urlText(value) { //? urlText
  return encodeURIComponent(text(value)); //? urlText
} //? urlText
 //? urlText
/** A value alone in JSON: as it is, null where there is none. */ //? json
export function jsonValue(value) { //? json
  return value === undefined ? null : value; //? json
} //? json
 //? json
/** Whether a repetition goes on: not for an empty, false, 0 or absent value. */ //? while
export function goesOn(value) { //? while
  return Boolean(value) && value !== "0" && value !== "false" && !(Array.isArray(value) && value.length === 0); //? while
} //? while
 //? while
/** Pauses from least to most milliseconds. */ //? think
export function think(pass, place, least, most) { //? think
  const ms = between(pass, place, least, most); //? think
  tell(pass, { kind: "think", scenario: pass.scenario.name, ms }); //? tryThink
  const from = Date.now(); //? think
  sleep(ms / 1000); //? plainThink
  sleep(Math.min(ms, 1000) / 1000); // a trial does not wait longer //? tryThink
  pass.thoughtMs += Date.now() - from; //? think
} //? think
 //? think
/** A journey went through: its duration is the time without pauses. A journey that a failure ended has none. */ //? journey
export function arrive(pass) { //? journey
  journeyDuration.add(Date.now() - pass.startedAt - pass.thoughtMs); //? journey
} //? journey
 //? journey
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

/** An id in the shape of a UUID (version 4), made of run, scenario and iteration. */ //? uuid
export function uuid(pass) { //? uuid
  const id = runHashes.map((hash) => digits(blend(blend(~hash, pass.scenario.hash), pass.iteration))).join(""); //? uuid
  const variant = "89ab"[parseInt(id[16], 16) & 3]; //? uuid
  return [id.slice(0, 8), id.slice(8, 12), "4" + id.slice(13, 16), variant + id.slice(17, 20), id.slice(20)].join("-"); //? uuid
} //? uuid
`;
