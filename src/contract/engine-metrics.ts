/**
 * Metrics of our own that generated scripts emit beside the engine's. The generator writes them, the collector reads them.
 * All are cheap: at most one sample per failed request, per journey iteration, and per scenario.
 */
export const engineMetrics = {
  /**
   * A request that the engine counts as successful, but whose expectation or extraction failed. Trend of the request's
   * duration in ms (so successes = latency − failures), tags: name = endpoint, `kind` = expectation | extract, `detail` = text.
   */
  requestFailed: "perf_agent_request_failed",
  /** Trend: one pass of a journey without its think time, ms. */
  journeyDuration: "perf_agent_journey_duration",
  /** Gauge, once per scenario: when the scenario started, epoch ms. */
  scenarioStart: "perf_agent_scenario_start",
  /** Gauge, once at the end of clean-up: what the plan's leftovers check counted. */
  leftovers: "perf_agent_leftovers",
} as const;

/** Header with the id of the run, on every request to the target, so that a server can tell a test's traffic. Other hosts do not get it. */
export const runHeader = "x-perf-agent-run";

/** Environment variable that carries the run id into a script. */
export const runIdVariable = "PERF_AGENT_RUN_ID";
