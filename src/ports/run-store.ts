import type { BaselineRun } from "../contract/baseline.ts";
import type { RunDocument } from "../contract/run.ts";
import type { VerdictName } from "../contract/verdict-name.ts";

export interface StoredRun {
  readonly runId: string;
  /** Epoch ms; of a run that waits, when it was asked for. */
  readonly startedAt: number;
  /** Epoch ms; null: not over, or not known. */
  readonly finishedAt: number | null;
  readonly service: string;
  readonly environment: string;
  readonly planName: string;
  /** Of the run's record, or of the service's queue. */
  readonly state: string;
  readonly verdict: string | null;
  readonly fingerprint: string;
  readonly directory: string;
  readonly tags: Readonly<Record<string, string>>;
  /** First reason of its verdict, or why there is none. */
  readonly reason: string | null;
}

/** Runs of which everything that is given is true. */
export interface RunPageFilter {
  readonly service?: string;
  readonly environment?: string;
  readonly state?: string;
  /** The plan's name. */
  readonly plan?: string;
  readonly limit: number;
  /** `next` of the page before; null: the first page. */
  readonly after: string | null;
}

export interface RunPage {
  readonly items: readonly StoredRun[];
  /** null: there are no more. */
  readonly next: string | null;
}

/** Runs that could stand in one history: the same plan on the same environment of the same service, by their names. */
export interface RunFamily {
  readonly service: string;
  readonly environment: string;
  readonly plan: string;
}

/** One figure's place: an endpoint of a scenario of a family of runs. */
export interface HistorySeries extends RunFamily {
  readonly scenario: string;
  readonly endpoint: string;
}

/** One run in a series. */
export interface HistoryPoint {
  readonly runId: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly verdict: VerdictName;
  readonly fingerprint: string;
  /** Tag `commit` of the run. */
  readonly commit: string | null;
  /** Milliseconds. */
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly ratePerSecond: number;
}

export interface BaselineFilter {
  readonly fingerprint: string;
  /** Epoch ms; runs that started at or after it do not count. */
  readonly before: number;
  /** Epoch ms; runs that started earlier do not count. null: no limit. */
  readonly since: number | null;
  /** Every one of them must be a tag of the run. */
  readonly tags: Readonly<Record<string, string>>;
  readonly limit: number;
}

/** What is asked across runs. The run folder stays the truth of one run. Safe with several processes. */
export interface RunStore {
  /** Inserts or replaces the run, its baseline and its points of history. Tags that `retag` gave stand, in the baseline too. */
  save(run: StoredRun, document: RunDocument | null, baseline: BaselineRun | null): Promise<void>;
  get(runId: string): Promise<StoredRun | null>;
  /** Newest first. */
  list(filter: { service?: string; limit: number }): Promise<readonly StoredRun[]>;
  /** Newest first. A run that began or was added meanwhile moves no other to another page. Throws PA_CURSOR_INVALID. */
  page(filter: RunPageFilter): Promise<RunPage>;
  /** Replaces the tags of the run and of its baseline. False where there is no such run. */
  retag(runId: string, tags: Readonly<Record<string, string>>): Promise<boolean>;
  /** How many runs carry the tag. */
  countTagged(name: string, value: string): Promise<number>;
  /** Runs of the fingerprint whose verdict is pass or warn, newest first. */
  baselines(filter: BaselineFilter): Promise<readonly BaselineRun[]>;
  /** Runs of the family of any verdict and fingerprint that started before `before`, newest first. */
  earlier(family: RunFamily, filter: { before: number; limit: number }): Promise<readonly BaselineRun[]>;
  /** A run as a baseline; null: it is none. */
  baseline(runId: string): Promise<BaselineRun | null>;
  /** null: it is no baseline. */
  baselineHead(runId: string): Promise<BaselineHead | null>;
  /** Baselines, newest first, as one line each. */
  listBaselines(filter: { service?: string; limit: number }): Promise<readonly BaselineHead[]>;
  /** Takes the run out of every later comparison and history; its folder stays. False where it is no baseline. */
  dropBaseline(runId: string): Promise<boolean>;
  importBaselines(service: string, runs: readonly BaselineRun[]): Promise<number>;
  exportBaselines(service: string): Promise<readonly BaselineRun[]>;
  /** Series whose service or plan is `name`, by their names; those that match exactly where more is given. */
  series(filter: { name: string; environment?: string; endpoint?: string }): Promise<readonly HistorySeries[]>;
  /** The newest `limit` points of a series but those of invalid runs, oldest first. */
  history(series: HistorySeries, limit: number): Promise<readonly HistoryPoint[]>;
  close(): Promise<void>;
}

/** What a list of baselines shows of one. */
export interface BaselineHead extends RunFamily {
  readonly runId: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly verdict: VerdictName;
  readonly fingerprint: string;
  readonly endpoints: number;
}
