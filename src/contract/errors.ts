/**
 * Every error a user can meet, in one table. docs/errors.md is generated from it and a test keeps both the same set.
 * `exit` follows the exit-code table: 2 = usage, configuration, refused; 3 = could not run; 4 = the result cannot be trusted.
 */
export interface ErrorEntry {
  readonly exit: 2 | 3 | 4;
  readonly cause: string;
  readonly remedy: string;
}

export const errorTable = {
  PA_ACCESS_DENIED: {
    exit: 2,
    cause: "Who asks is known, but none of their roles lets them do this.",
    remedy: "Ask somebody with the role that the message names, or have an admin give you a token with it.",
  },
  PA_ANALYSIS_NOT_FOUND: {
    exit: 2,
    cause: "The run was never judged, or has no later analysis of that number.",
    remedy: "Leave the number out for the analysis that the run ended with, or ask for `latest`.",
  },
  PA_APPROVAL_AUTHOR: {
    exit: 2,
    cause: "Whoever handed a plan in to the service approved it too.",
    remedy: "Have somebody else review and approve it; for environments under `review.selfApprove` nobody has to.",
  },
  PA_APPROVAL_EXPIRED: {
    exit: 2,
    cause: "The approval of the script is older than the policy lets approvals be.",
    remedy: "Review the script again and approve it with `perf-agent approve`.",
  },
  PA_APPROVAL_INVALID: {
    exit: 2,
    cause: "An approval is not signed by a key that counts here, or was changed after it was signed.",
    remedy:
      "Have somebody approve whose key the machine's policy lists under `review.keys`; `perf-agent keys` prints a machine's key.",
  },
  PA_APPROVAL_MISSING: {
    exit: 2,
    cause: "The environment demands that somebody approves the script, and nobody approved this one.",
    remedy: "Review it with `perf-agent review`, then have it approved with `perf-agent approve`.",
  },
  PA_BASELINE_INVALID: {
    exit: 2,
    cause: "A baseline holds a figure that no run can have, is damaged, or is a run that cannot be trusted.",
    remedy:
      "Correct the field that the message names, or leave the run out; `perf-agent baselines export` writes the format.",
  },
  PA_COMPARISON_INCONCLUSIVE: {
    exit: 4,
    cause: "The policy demands a comparison with earlier runs, and there is none or one without a conclusion.",
    remedy: "Run again until five comparable runs exist; the message says what this run could have seen.",
  },
  PA_COST_ALERT: {
    exit: 4,
    cause: "The run has used up the share of its budget at which the policy gives an alert.",
    remedy: "Nothing to mend; at the whole budget the run is wound down.",
  },
  PA_CURSOR_INVALID: {
    exit: 2,
    cause: "A list was asked to go on after a place that is not in it.",
    remedy: "Take `next` of the page before as it is, or begin with the first page.",
  },
  PA_DATA_COLUMN_UNKNOWN: {
    exit: 2,
    cause: "The plan names a column that the data file does not have.",
    remedy: "Use one of the columns that the message lists, or add the column to the data file.",
  },
  PA_DATA_EMPTY: {
    exit: 2,
    cause: "A data file holds no row.",
    remedy: "Add at least one row below the header, or remove the data set from the plan.",
  },
  PA_DATA_FILE_MISSING: {
    exit: 2,
    cause: "A file that the plan names does not exist or cannot be read.",
    remedy: "Check the path; it is relative to the plan file.",
  },
  PA_DATA_NOT_ENOUGH: {
    exit: 2,
    cause: "A unique data set has fewer rows than the load needs.",
    remedy: "Add rows, lower the load, or say what happens at the end: `atEnd: recycle` or `atEnd: stop`.",
  },
  PA_DATA_RAGGED: {
    exit: 2,
    cause: "A row of a CSV file has another number of fields than its header.",
    remedy: "Mend the row; quote fields that hold commas, quotes or line breaks.",
  },
  PA_DATA_SYNTAX: {
    exit: 2,
    cause: "A data file is not what its name says: not valid CSV or not a JSON array of flat objects.",
    remedy: "Mend the file at the place that the message names.",
  },
  PA_DRIFT: {
    exit: 4,
    cause: "An endpoint has become slower than the pinned run in steps that no comparison with the latest runs sees.",
    remedy: "Look at its history for the onset; pin a new run when the change is wanted.",
  },
  PA_ENGINE_FAILED: {
    exit: 3,
    cause: "The engine ended by itself before the plan was through.",
    remedy: "Read the engine's last lines in the message and in engine.log of the run folder, then run again.",
  },
  PA_ENGINE_MISSING: {
    exit: 3,
    cause: "The load engine was not found and could not be obtained.",
    remedy:
      "Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/), or name its path in PERF_AGENT_K6, or install Go 1.25 and run `perf-agent engines install k6`.",
  },
  PA_ENGINE_RETRIED: {
    exit: 4,
    cause: "The engine died by itself and was started again.",
    remedy: "Read engine.log of the run folder; the figures are those of the last attempt.",
  },
  PA_ENGINE_SCRIPT: {
    exit: 4,
    cause: "The script threw an exception inside the engine.",
    remedy: "Run `perf-agent try` on the plan to see the step that fails.",
  },
  PA_ENGINE_TOO_OLD: {
    exit: 3,
    cause: "The engine found is older than what this agent can drive.",
    remedy: "Install k6 1.4 or newer, or run `perf-agent engines install k6`.",
  },
  PA_ENVIRONMENT_BUSY: {
    exit: 2,
    cause: "Another run uses the environment, or the runs of this machine together would pass a limit.",
    remedy: "Wait for the other run to end, or stop it with `perf-agent stop`.",
  },
  PA_ENVIRONMENT_SHIFT: {
    exit: 4,
    cause: "The control probe says that the machine or the network is not as in the earlier runs.",
    remedy: "Run again when the machine is as before; when it stays so, make new baseline runs.",
  },
  PA_EVALUATION_DATA: {
    exit: 2,
    cause: "A file of measured data to evaluate on is damaged, or not laid out as docs/evaluation.md says.",
    remedy: "Mend the file at the place named, or take its folder away: a set that is missing is left out visibly.",
  },
  PA_FILE_EXISTS: {
    exit: 2,
    cause: "The command would overwrite a file that exists.",
    remedy: "Move the file away or pass `--force`.",
  },
  PA_FILE_TOO_LARGE: {
    exit: 2,
    cause: "A document is larger than what a person writes by hand.",
    remedy: "Plans, objectives and policies may have 5 MB; put data into data files.",
  },
  PA_FILE_UNREADABLE: {
    exit: 2,
    cause: "A file named on the command line does not exist or cannot be read.",
    remedy: "Check the path and its permissions.",
  },
  PA_GENERATOR_CLOCK: {
    exit: 4,
    cause: "The clock of the machine that generates load jumped during the run.",
    remedy: "Let the clock be slewed instead of stepped (chrony, systemd-timesyncd), then run again.",
  },
  PA_GENERATOR_LAG: {
    exit: 4,
    cause: "The engine had to wait for its samples to be read.",
    remedy: "Give the machine more processors or stop what else runs on it, then run again.",
  },
  PA_GENERATOR_SATURATED: {
    exit: 4,
    cause: "The machine that generates load had no processor time left, so what it measured includes its own waiting.",
    remedy: "Lower the load, or generate it on a bigger machine or apart from the target.",
  },
  PA_GUARD_ADDRESS: {
    exit: 2,
    cause: "A host of the plan resolves to an address that its environment does not allow.",
    remedy: "Check the name; add the address range to the environment in perf-agent.yaml if the target is right.",
  },
  PA_GUARD_DATA: {
    exit: 2,
    cause: "A data set holds what looks like real personal data, or hosts and credentials of production.",
    remedy: "Use synthetic data; the policy's `data` says whether this warns or refuses.",
  },
  PA_GUARD_FILE: {
    exit: 2,
    cause: "The plan names a file outside its own folder, directly or by a symbolic link.",
    remedy: "Put the file beside the plan.",
  },
  PA_GUARD_HANDSHAKE: {
    exit: 2,
    cause: "The environment was asked what it is, and did not answer with what the policy says.",
    remedy: "Let the environment state its name and kind at the path of `handshake`, or correct the policy.",
  },
  PA_GUARD_HIT: {
    exit: 4,
    cause: "The script tried to reach an address outside of its environment, and the guard refused.",
    remedy:
      "See the errors of kind `blocked`; correct the plan, or declare the host in the policy if the target is right.",
  },
  PA_GUARD_HOST: {
    exit: 2,
    cause: "The plan sends requests to a host that belongs to no environment of the policy.",
    remedy: "Declare the host in the environment's `hosts` in perf-agent.yaml.",
  },
  PA_GUARD_ISOLATION: {
    exit: 2,
    cause: "The plan writes, but does not say how its data are kept apart.",
    remedy: "Declare `isolation` in the plan, or `writes: false` on endpoints that change nothing.",
  },
  PA_GUARD_LIMIT: {
    exit: 2,
    cause: "The plan needs more than the policy allows.",
    remedy: "Lower the load below the limit that the message names.",
  },
  PA_GUARD_PRODUCTION: {
    exit: 2,
    cause: "The target is, or resolves to, production. The agent never loads production.",
    remedy: "Point the plan at a test environment.",
  },
  PA_GUARD_REFUSED: {
    exit: 2,
    cause: "The guard refused the plan when it was handed in.",
    remedy: "Mend what the plan's page names, and hand it in again.",
  },
  PA_GUARD_SCRIPT: {
    exit: 2,
    cause: "The script does what a generated script never does, or needs another load than its plan says.",
    remedy: "Generate the script again from the plan; what a plan cannot say does not belong into a script.",
  },
  PA_GUARD_UNTRUSTED: {
    exit: 2,
    cause: "A project policy opens an environment beyond loopback, and nobody trusted it on this machine.",
    remedy: "Read the policy, then run `perf-agent trust`, or declare the environment in the machine's policy.",
  },
  PA_HOST_FOREIGN: {
    exit: 2,
    cause: "The service was asked under a name that is not its own, or by a page of another origin.",
    remedy:
      "Use the address that `perf-agent serve` printed; put further names into `publicUrl` or `hosts` of serve.yaml.",
  },
  PA_IDEMPOTENCY: {
    exit: 2,
    cause: "The same Idempotency-Key came within a day with another request.",
    remedy: "Send the first request again unchanged, or take a new key for a new one.",
  },
  PA_IMPORT_FORMAT: {
    exit: 2,
    cause: "The results file is none of the formats that can be read.",
    remedy: "Give a k6 CSV or JSON output or a JMeter JTL (CSV or XML), plain or gzip.",
  },
  PA_IMPORT_ROW: {
    exit: 2,
    cause: "The results file is damaged at the place named.",
    remedy: "Write the results again, or cut the file before the damaged row.",
  },
  PA_INTERNAL: {
    exit: 3,
    cause: "A defect of this program.",
    remedy: "Run again with --verbose and report what it prints.",
  },
  PA_INTERRUPTED: {
    exit: 3,
    cause: "The command was interrupted.",
    remedy: "Nothing to mend; results so far are kept in the run folder.",
  },
  PA_IN_FLIGHT_CUT: {
    exit: 4,
    cause: "Stopping the run cut off requests under way, which are missing from the figures.",
    remedy: "Nothing to mend; the slowest requests are the likeliest to be missing, so percentiles read too low.",
  },
  PA_JOB_NOT_FOUND: {
    exit: 2,
    cause: "No job of that id is known here.",
    remedy: "Use the id that the answer with status 202 gave.",
  },
  PA_JUDGED_PART: {
    exit: 4,
    cause: "The part of the run that is judged differs from what the plan alone would say.",
    remedy: "Nothing to mend; the message says what was cut or added and why.",
  },
  PA_LEFTOVERS: {
    exit: 4,
    cause: "After clean-up the leftovers check still counted data of the run.",
    remedy: "Remove what is left by hand, and mend the plan's `teardown`.",
  },
  PA_LISTEN_FAILED: {
    exit: 3,
    cause: "The service cannot listen on its address.",
    remedy: "End what listens there, or name another port with --port.",
  },
  PA_LOAD_NOT_DELIVERED: {
    exit: 4,
    cause: "The load of the plan did not reach the target.",
    remedy: "Raise maxVus if the target is slow, use a bigger machine if the generator is busy, or lower the rate.",
  },
  PA_LOAD_INCONSISTENT: {
    exit: 4,
    cause: "By Little's law the iterations and their times account for fewer virtual users than the plan has.",
    remedy: "Look whether the generator was busy, and whether the script does more than it is measured doing.",
  },
  PA_LOAD_REDUCED: {
    exit: 4,
    cause: "The engine died twice with the whole load, so only a share of it was run.",
    remedy: "Read engine.log of the run folder; give the generator more memory or processors, then run again.",
  },
  PA_PLAN_BRACES: {
    exit: 2,
    cause: "YAML read an unquoted {variable} as a map.",
    remedy: 'Put the value in quotes: "{name}".',
  },
  PA_PLAN_CYCLE: {
    exit: 2,
    cause: "Parts of the plan refer to each other in a circle.",
    remedy: "Break the circle that the message draws.",
  },
  PA_PLAN_DUPLICATE: {
    exit: 2,
    cause: "The same name stands twice in one place.",
    remedy: "Rename or remove one of the two.",
  },
  PA_PLAN_INVALID_VALUE: {
    exit: 2,
    cause: "A value is of the wrong kind, has a wrong unit or is out of range.",
    remedy: "Write the value as the message says.",
  },
  PA_PLAN_MISSING_FIELD: {
    exit: 2,
    cause: "A field that is needed is absent.",
    remedy: "Add the field that the message names.",
  },
  PA_PLAN_NOT_FOUND: {
    exit: 2,
    cause: "No plan of that id was handed in here.",
    remedy: "Use an id of the list of plans, or hand the plan in again.",
  },
  PA_PLAN_PATTERN: {
    exit: 2,
    cause: "A regular expression could take a time without bound on some answers of the target.",
    remedy: "Repeat only what can match in one way, such as `[ab]*` in place of `(a|b)*`, and leave less open.",
  },
  PA_PLAN_REJECTED: {
    exit: 2,
    cause: "Somebody rejected the plan in review.",
    remedy: "Read the comment on the plan's page, mend the plan and hand it in again.",
  },
  PA_PLAN_SYNTAX: {
    exit: 2,
    cause: "The document is not valid YAML or JSON.",
    remedy: "Mend the syntax at the place that the message names.",
  },
  PA_PLAN_UNDEFINED_VARIABLE: {
    exit: 2,
    cause: "A {variable} is used that nothing before it defines.",
    remedy: "Extract it in an earlier step or setup, take it from a data set, or correct its name.",
  },
  PA_PLAN_UNKNOWN_FIELD: {
    exit: 2,
    cause: "The document has a field that its format does not have.",
    remedy: "Correct the name; `perf-agent init` writes a commented example of every field.",
  },
  PA_PLAN_UNKNOWN_NAME: {
    exit: 2,
    cause: "A name refers to something that is not declared.",
    remedy: "Declare it or correct the name; the message lists what is declared.",
  },
  PA_PLAN_UNUSED: {
    exit: 2,
    cause: "Something is declared and never used.",
    remedy: "Use it in a scenario, setup or teardown, or remove it.",
  },
  PA_POLICY_INVALID: {
    exit: 2,
    cause: "The policy file has a value that cannot be used.",
    remedy: "Write the value as the message says.",
  },
  PA_PROVIDER_UNREACHABLE: {
    exit: 3,
    cause: "The identity provider did not answer, so nobody could be recognised by its tokens.",
    remedy: "Check `oidc` of serve.yaml and the network between the service and the provider.",
  },
  PA_RATE_LIMITED: {
    exit: 2,
    cause: "More requests came than are taken in a minute.",
    remedy: "Wait as long as the Retry-After header says, then go on more slowly.",
  },
  PA_REPLAY_DIFFERS: {
    exit: 3,
    cause: "A bundle gives another verdict or report than it holds.",
    remedy: "Replay with the version of the agent that wrote it (agentVersion in run.json).",
  },
  PA_RECOMMENDATION_NOT_FOUND: {
    exit: 2,
    cause: "The run has no recommendation of that id.",
    remedy: "Read the run's analysis again: recommendations may change when it is judged anew.",
  },
  PA_REGRESSION: {
    exit: 4,
    cause: "An endpoint is slower than in comparable earlier runs.",
    remedy: "Look at the endpoint in the report, and run once more: a second run tells a regression from a blip.",
  },
  PA_REGRESSION_NOT_FOUND: {
    exit: 2,
    cause: "The ledger has no regression of that id.",
    remedy: "List them with `perf-agent regressions --all`.",
  },
  PA_REQUEST_INVALID: {
    exit: 2,
    cause: "The request has a part that the service does not understand.",
    remedy: "Correct what the message names; /docs/api shows every request.",
  },
  PA_REQUEST_TOO_LARGE: {
    exit: 2,
    cause: "The body of the request is larger than the service takes.",
    remedy: "Send less, or raise `limits` in serve.yaml.",
  },
  PA_RERUN_CHANGED: {
    exit: 2,
    cause: "What would run now is not what ran then, so that a rerun could not confirm it.",
    remedy: "Bring back what the message lists, or run anew with `perf-agent run` and confirm that run.",
  },
  PA_RERUN_IMPOSSIBLE: {
    exit: 2,
    cause: "The run cannot be repeated: its folder does not keep how it was asked for.",
    remedy: "Only runs that this version made can be confirmed; run the plan again with `perf-agent run`.",
  },
  PA_ROUTE_NOT_FOUND: {
    exit: 2,
    cause: "The service has nothing at this path.",
    remedy: "See /docs/api for every path.",
  },
  PA_RUN_BUNDLE_DAMAGED: {
    exit: 3,
    cause: "A file of the run folder is missing or differs from the digest in its manifest.",
    remedy: "Restore the run folder from where it was kept; it cannot be judged as it is.",
  },
  PA_RUN_CANCELLED: {
    exit: 3,
    cause: "The run was taken out of the queue before it began.",
    remedy: "Ask for the run again if it is still wanted.",
  },
  PA_RUN_ENDED_EARLY: {
    exit: 4,
    cause: "The run was stopped before its plan was through.",
    remedy: "Run again for a full result, after what stopped it is mended.",
  },
  PA_RUN_LOST: {
    exit: 3,
    cause: "The process that was to make the run ended before it generated load.",
    remedy: "Ask for the run again.",
  },
  PA_RUN_NOT_FOUND: {
    exit: 2,
    cause: "No run of that name is known here.",
    remedy: "List the runs with `perf-agent runs`.",
  },
  PA_RUN_NOT_OVER: {
    exit: 2,
    cause: "What was asked for is possible only with runs that are over.",
    remedy: "Wait until the run is over, or stop it.",
  },
  PA_RUN_OVER: {
    exit: 2,
    cause: "The run is over already.",
    remedy: "Nothing to do; its page shows how it ended.",
  },
  PA_RUN_RECOVERED: {
    exit: 4,
    cause: "The agent was killed during the run; what it had was recovered afterwards.",
    remedy: "Run again for a full result.",
  },
  PA_SAMPLES_COORDINATED: {
    exit: 4,
    cause: "While the target stalled, the virtual users of a closed model waited with it and sent nothing.",
    remedy: "Percentiles read too low then: give the scenario a `rate` in place of `vus`.",
  },
  PA_SAMPLES_CUT: {
    exit: 4,
    cause: "The engine was killed, so requests under way are missing from the samples.",
    remedy: "Nothing to mend; stop a run once, and it ends in order.",
  },
  PA_SAMPLES_FEW: {
    exit: 4,
    cause: "A percentile rests on so few samples that single requests move it.",
    remedy: "Run longer or with more load, or judge a lower percentile.",
  },
  PA_SAMPLES_LOST: {
    exit: 4,
    cause: "Samples are missing or cannot be read: they do not add up to the engine's own count.",
    remedy: "Run again; if it stays, report it with the run folder.",
  },
  PA_SECRET_FORBIDDEN: {
    exit: 2,
    cause:
      "A plan that was handed in to the service asks for a secret that the policy does not list, or that stands in a file.",
    remedy: "Have the environment variable listed under `secrets` of the service's policy.",
  },
  PA_SECRET_MISSING: {
    exit: 2,
    cause: "A secret that the plan refers to is not set.",
    remedy: "Set the environment variable or write the file that the plan names.",
  },
  PA_SERIES_FOLDED: {
    exit: 4,
    cause: "The results have more endpoint names than can be kept apart.",
    remedy: "Give requests a name without ids in it, such as `GET /items/:id`.",
  },
  PA_SERVICE_STOPPING: {
    exit: 3,
    cause: "The service is being stopped and begins nothing new.",
    remedy: "Ask again when it has been started again.",
  },
  PA_SETTINGS_INVALID: {
    exit: 2,
    cause: "A setting of the service cannot be used.",
    remedy: "Write it as the message says; `perf-agent serve --check` prints every setting and where it comes from.",
  },
  PA_SLO_BREACH: {
    exit: 4,
    cause: "An objective was not met.",
    remedy: "See the report: what breached, when it began and where the time went.",
  },
  PA_SLO_DEFAULTS: {
    exit: 4,
    cause: "No objectives were given, so platform defaults were judged instead.",
    remedy: "Write your own in slo.yaml; `perf-agent init` writes an example.",
  },
  PA_SLO_INVALID: {
    exit: 2,
    cause: "An objective cannot be understood.",
    remedy: "Write it as `p95 of checkout < 400ms`; the message points at the word that does not fit.",
  },
  PA_SLO_MET: {
    exit: 4,
    cause: "Objectives were met.",
    remedy: "Nothing to do.",
  },
  PA_SLO_NO_DATA: {
    exit: 4,
    cause: "An objective has no samples in the judged part, so nobody knows whether it was met.",
    remedy: "Correct its endpoint or scenario, or run longer or with more load.",
  },
  PA_SLO_SCORE: {
    exit: 4,
    cause: "The total score of a scored set of objectives is below what it takes to pass.",
    remedy: "Look at the objectives that earned no points; the report lists each with its criteria.",
  },
  PA_STORE_CORRUPT: {
    exit: 3,
    cause: "The store of runs is damaged.",
    remedy:
      "Move the file away; the next command makes a new one and `perf-agent runs --rebuild` fills it from the run folders.",
  },
  PA_STORE_LOCKED: {
    exit: 3,
    cause: "Another process holds the store of runs.",
    remedy: "Wait for the other command to end, then try again.",
  },
  PA_STORE_MISSING: {
    exit: 2,
    cause: "There is no store of runs to copy.",
    remedy: "Name the folder that holds runs.sqlite with --runs.",
  },
  PA_STREAMS_FULL: {
    exit: 3,
    cause: "As many pages watch runs as the service was told to bear.",
    remedy: "Close some, or raise `limits.viewers` of serve.yaml.",
  },
  PA_TARGET_RESTARTED: {
    exit: 4,
    cause: "The target took no connections for a while in the middle of the run, and then did again.",
    remedy: "Look at its log for that time; run again once it stays up.",
  },
  PA_TARGET_UNREACHABLE: {
    exit: 3,
    cause: "The target did not answer.",
    remedy: "Start the target, or correct its address and port in the environment of the policy.",
  },
  PA_TOKEN_INVALID: {
    exit: 2,
    cause: "The request carries no token, or one that is unknown, expired or revoked.",
    remedy:
      "Send `Authorization: Bearer TOKEN` with a token that holds; an admin makes them, and `perf-agent serve --new-token` does.",
  },
  PA_TOKEN_NOT_FOUND: {
    exit: 2,
    cause: "There is no token of that id that still holds.",
    remedy: "List the tokens; the id is in the list.",
  },
  PA_UPLOAD_INVALID: {
    exit: 2,
    cause: "What was handed in to the service has a part or a file name that cannot be used.",
    remedy: "Write names as the message says.",
  },
  PA_UPLOAD_TOO_LARGE: {
    exit: 2,
    cause: "What was handed in to the service is larger than it takes, or grows so when it is unpacked.",
    remedy: "Hand in less, as the message says.",
  },
  PA_USAGE: {
    exit: 2,
    cause: "The command line cannot be understood.",
    remedy: "See `perf-agent --help`.",
  },
  PA_WRITE_FAILED: {
    exit: 3,
    cause: "A file could not be written: disk full, no permission or a read-only file system.",
    remedy: "Free space or name another place with --runs DIR.",
  },
} as const satisfies Record<`PA_${string}`, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export function isErrorCode(code: string | null): code is ErrorCode {
  return code !== null && Object.hasOwn(errorTable, code);
}

/** One mistake with its place. `line` and `column` count from 1. `remedy` defaults to the table's. */
export interface Mistake {
  readonly code: ErrorCode;
  readonly text: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly remedy?: string | undefined;
}

/** The one error class that reaches users: one or more coded mistakes, all told at once. */
export class PerfAgentError extends Error {
  override readonly name = "PerfAgentError";
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[], options?: ErrorOptions) {
    super(mistakes.map((mistake) => `${mistake.code}: ${mistake.text}`).join("\n"), options);
    this.mistakes = mistakes;
  }

  /** A single mistake without a place in a file. */
  static of(code: ErrorCode, text: string, options?: ErrorOptions & { remedy?: string }): PerfAgentError {
    return new PerfAgentError([{ code, text, remedy: options?.remedy }], options);
  }

  /** The first mistake decides, as all mistakes of one error come from one stage. */
  get exitCode(): 2 | 3 | 4 {
    const first = this.mistakes[0];
    return first === undefined ? 3 : errorTable[first.code].exit;
  }
}

/** What a mistake tells the user to do. */
export function remedyOf(mistake: Mistake): string {
  return mistake.remedy ?? errorTable[mistake.code].remedy;
}
