import type { Analysis } from "../../contract/run.ts";

/** A sentence that says what to do, with the ids of the evidence that it rests on. */
export interface Advice {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** What advice is taken from. */
export type Advised = Pick<Analysis, "document" | "evidence" | "explanations">;
