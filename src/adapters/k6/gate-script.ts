/** Name under which k6 knows the gate among its secret sources. */
export const gateSource = "perf-agent-gate";

/** Longest that the answer of one second counts for a virtual user: that second and its turn in the next, ms. */
const longestAnswerMs = 1_250;

/**
 * The file that k6 runs in place of the script `specifier` ("./main.js"): it hands everything on, and keeps k6's summary text off the standard
 * output, where the samples go. `gated`: every function that a scenario may run stands behind a gate, see `startGate`.
 *
 * The gate costs a look at the clock an iteration. Once a second a virtual user asks, before it begins an iteration, how many virtual users may go
 * on. Secrets are the only thing that k6 reads from outside during a run without counting it as load; one question a second is answered for all of
 * them, since k6 keeps answers by their name. The answer is as many blanks as users may go on and one more, or nothing when all may: k6 hides
 * what it read in its log, and errors with it, but never blanks. A gate that does not answer is open.
 * An iteration that is held tells its number and sleeps until the engine ends: it sends nothing and counts as nothing.
 */
export function wrapperText(specifier: string, gated: boolean): string {
  const from = JSON.stringify(specifier);
  if (!gated)
    return `import * as script from ${from};
export * from ${from};
export default script.default;
export function handleSummary() {
  return {};
}
`;
  return `const { now } = Date;
const { sleep } = require("k6");
const execution = require("k6/execution");
const secrets = require("k6/secrets").default;
const script = require(${from});

let next = 0;
let user = 0;

function gated(iteration) {
  return (data) => {
    const left = next - now();
    return left > 0 && left <= ${longestAnswerMs} ? iteration(data) : ask(iteration, data);
  };
}

function ask(iteration, data) {
  const second = Math.floor(now() / 1000);
  const go = () => iteration(data);
  const first = user === 0;
  if (first) user = execution.vu.idInTest;
  // Not all in the same millisecond: the first to ask lets the others find the answer. At the start of a test they would, and nothing is held yet.
  next = 1000 * (second + 1) + (user % 250);
  if (first && execution.instance.currentTestRunDuration < 1000) return go();
  return read("open/" + second, (answer) => (answer === "" || user < answer.length ? go() : hold()), go);
}

function hold() {
  const { name, iterationInTest } = execution.scenario;
  const wait = () => sleep(86400);
  return read("held/" + encodeURIComponent(name) + "/" + iterationInTest, wait, wait);
}

function read(key, use, failed) {
  return secrets.source(${JSON.stringify(gateSource)}).get(key).then(use, failed);
}

for (const name of Object.keys(script)) {
  const once = name === "setup" || name === "teardown";
  exports[name] = typeof script[name] === "function" && !once ? gated(script[name]) : script[name];
}
exports.handleSummary = () => ({});
`;
}
