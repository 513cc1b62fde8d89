import { welchT } from "../../src/stats/t-test.ts";
import type { RivalInput } from "./rival.ts";

/** Welch's test of the short windows of one run against those of all earlier runs; p < .01. */
export function welchOnWindows({ windows }: RivalInput): boolean | null {
  if (windows === null) return null;
  const { t, p } = welchT(windows.candidate, windows.earlier);
  return p < 0.01 && t > 0;
}
