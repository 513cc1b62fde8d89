import type { QualityFacts } from "../../src/pipeline/analyse/validity/quality-facts.ts";
import { collectionOf, recordOf, steady } from "./fabricated-run.ts";

/** A minute of 600 requests without anything to say of it. */
export function qualityFacts(): QualityFacts {
  return {
    record: recordOf(),
    collection: collectionOf(steady({ toMs: 60_000, perSecond: 10, value: () => 1 })),
    totals: {
      requests: 600,
      failedRequests: 0,
      iterations: 600,
      droppedIterations: 0,
      bytesReceived: 0,
      bytesSent: 0,
      peakVus: 10,
      durationMs: 60_000,
    },
    judged: {
      seconds: { from: 0, to: 60 },
      span: { fromMs: 0, toMs: 60_000 },
      warmUpMs: 0,
      unsteady: false,
      wholeLoad: false,
    },
    gaps: [],
    breakpoints: new Set(),
    service: null,
    budget: null,
  };
}
