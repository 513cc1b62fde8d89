import type { Certificate } from "../../../contract/certificate.ts";
import type { ErrorCode } from "../../../contract/errors.ts";
import type { QualityFlag, RunDocument, RunRecord } from "../../../contract/run.ts";
import type { CollectionSummary } from "../../../contract/window.ts";
import type { JudgedPart } from "../judged-part.ts";
import type { DeliveryGap } from "./delivery.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import type { RunSeries, Seconds } from "../run-series.ts";

/** What the samples are asked for. */
export interface ServiceFacts {
  readonly run: RunSeries;
  /** null: an imported run. */
  readonly plan: TestPlan | null;
  readonly judged: Seconds | null;
  readonly objectives: readonly Objective[];
  readonly results: readonly ObjectiveResult[];
}

/** What the flags of a run are made from. */
export interface QualityFacts {
  readonly record: RunRecord;
  readonly collection: CollectionSummary;
  readonly totals: RunDocument["totals"];
  readonly judged: JudgedPart;
  readonly gaps: readonly DeliveryGap[];
  /** Scenarios whose load is meant to outgrow the target: what they drop does not invalidate. */
  readonly breakpoints: ReadonlySet<string>;
  /** What the samples are asked for; null leaves those questions out. */
  readonly service: ServiceFacts | null;
  /** What the run was allowed to cost; null: an imported run. */
  readonly budget: Pick<Certificate["allowed"], "cost" | "alertAt"> | null;
}

export type AddFlag = (code: ErrorCode, severity: QualityFlag["severity"], text: string) => void;
