/** One second of one endpoint: latencies in ms, ascending, each a whole number of hundredths. */
export interface GoldenSecond {
  readonly latencies: Float64Array;
  /** Latencies of the requests that failed, ascending; they are among `latencies` as well. */
  readonly failed: Float64Array;
}

export interface GoldenSeries {
  readonly scenario: string;
  readonly endpoint: string;
  /** One entry for each kept second of the run, by the end of requests. */
  readonly seconds: readonly GoldenSecond[];
}

/** The control probe around the load: a fixed loop of arithmetic, and connecting to the service; medians in ms. */
export interface GoldenControl {
  readonly cpuMs: number;
  readonly connectMs: number;
}

/** What is known of a stored run beside its samples. */
export interface GoldenRunFacts {
  readonly schemaVersion: 1;
  /** Folder and name of its file, such as `development-1/07-lock-large`. */
  readonly id: string;
  readonly block: string;
  /** `clean`, or the name of the faulty group. */
  readonly state: string;
  /** Place in the block's random order, from 0. */
  readonly position: number;
  /** Seed of the plan: which requests are sent depends on nothing else. */
  readonly seed: number;
  /** Epoch ms of the start of the load. */
  readonly startedAt: number;
  /** Epoch ms of the first kept second, a multiple of 1,000. */
  readonly firstSecond: number;
  readonly control: { readonly before: GoldenControl; readonly after: GoldenControl };
  /** Load average over one minute just before the run. */
  readonly loadAverage: number;
}

export interface GoldenRun extends GoldenRunFacts {
  /** By scenario, then endpoint. */
  readonly series: readonly GoldenSeries[];
}

/** Development groups may be looked at while rules are chosen; held-out ones are scored when rules are fixed. */
export type GoldenHalf = "development" | "held-out";

/** One fault in one size. */
export interface GoldenGroup {
  readonly name: string;
  readonly fault: string;
  /** Wanted change of the main endpoint's p95, a fraction. It labels nothing: the truth is measured. */
  readonly wanted: number;
  /** The fault as it was switched on. */
  readonly settings: Readonly<Record<string, string | number>>;
}

export interface GoldenMachine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMegabytes: number;
  readonly system: string;
}

/** Runs that were made in one random order, so that they can be compared with each other. */
export interface GoldenBlockFacts {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly half: GoldenHalf;
  /** Seed of the order. */
  readonly seed: string;
  readonly groups: readonly GoldenGroup[];
  /** The state of each position. */
  readonly order: readonly string[];
  readonly mainEndpoint: string;
  readonly warmUpSeconds: number;
  readonly judgedSeconds: number;
  readonly provenance: {
    readonly machine: GoldenMachine;
    readonly node: string;
    readonly engine: string;
    readonly product: string;
    /** SHA-256 over the plan, its data and the code of the sample shop. */
    readonly plan: string;
    /** Epoch ms at which the block was begun. */
    readonly begunAt: number;
  };
}

export interface GoldenBlock extends GoldenBlockFacts {
  /** By position; runs that were not made yet are missing. */
  readonly runs: readonly GoldenRun[];
}

export interface GoldenSet {
  readonly blocks: readonly GoldenBlock[];
}

/** The state of runs without a fault. */
export const cleanState = "clean";
