/** Metrics that k6 makes itself, by whole name or beginning (docs: "built-in metrics"), and those of the generator's helpers. */
const builtInMetrics =
  /^(?:vus|vus_max|iterations|iteration_duration|dropped_iterations|checks|data_sent|data_received|group_duration|(?:http|ws|grpc|browser|perf_agent)_.*)$/i;

/** Tags that k6 puts on its samples: results are told apart by them. */
const builtInTags = new Set([
  "scenario",
  "group",
  "status",
  "error",
  "error_code",
  "expected_response",
  "method",
  "url",
  "proto",
  "subproto",
  "tls_version",
  "service",
  "check",
  "vu",
  "iter",
  "ip",
]);

/** Why a metric of the script's own cannot have a name; null: it can. `metric_name` of k6: letters, digits, underscores. */
export function forgedMetricProblem(name: string): string | null {
  if (builtInMetrics.test(name)) return `makes a metric "${name}", a name that the results use`;
  return /^[a-z_]\w{0,127}$/i.test(name) ? null : "makes a metric whose name is not of letters, digits and underscores";
}

/** Why a script cannot set a tag; null: it can. `name` is how requests say which endpoint they belong to. */
export function forgedTagProblem(name: string): string | null {
  if (builtInTags.has(name.toLowerCase())) return `sets the tag "${name}", which the engine sets itself`;
  return /^[\w.-]{1,128}$/.test(name) ? null : "sets a tag whose name is not of letters, digits, dots and dashes";
}
