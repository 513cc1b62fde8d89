import { mannWhitney } from "../../src/stats/mann-whitney.ts";
import type { RivalInput } from "./rival.ts";

/** Mann and Whitney's test of all requests against all earlier requests, as if each were an observation of its own; p < .01. */
export function pooledMannWhitney({ samples }: RivalInput): boolean | null {
  if (samples === null) return null;
  const { candidate, earlier } = samples;
  const { u, p } = mannWhitney(candidate, earlier);
  return p < 0.01 && u > (candidate.length * earlier.length) / 2;
}
