import type { Load } from "../../contract/test-plan.ts";
import type { Range } from "./measure-work.ts";

/**
 * Iterations that a load starts; null for a closed model, where the target's speed decides. An open model starts the whole
 * number below the integral of its rate (k6, lib/executor/ramping_arrival_rate.go).
 */
export function countIterations(load: Load): number | null {
  if (load.model === "closed") return null;
  if (load.model === "iterations") return load.mode === "shared" ? load.iterations : load.iterations * load.vus;
  let level = 0;
  let area = 0;
  for (const { toPerSecond, durationMs } of load.stages) {
    area += ((level + toPerSecond) / 2) * (durationMs / 1000);
    level = toPerSecond;
  }
  // A sum of fractions may fall short of the whole number it stands for.
  return Math.floor(area + 1e-6);
}

/**
 * Five standard deviations: sums of many draws do not stray farther. A draw between two bounds has a standard deviation of at
 * most half their distance (Popoviciu).
 */
const deviations = 5;

/** What `iterations` draws sum up to at most. */
export function boundSum(iterations: number, { min, mean, max }: Range): number {
  if (min === max) return iterations * max;
  const likely = iterations * mean + deviations * Math.sqrt(iterations) * ((max - min) / 2);
  return Math.min(iterations * max, Math.ceil(likely));
}

/** Most iterations that a closed model can do by its think time of an iteration; null when there is none to bound them. */
export function boundIterations(load: Load & { model: "closed" }, think: Range): number | null {
  if (think.mean === 0) return null;
  let level = 0;
  let userMs = 0;
  let started = 0;
  for (const { toVus, durationMs } of load.stages) {
    userMs += ((level + toVus) / 2) * durationMs;
    started += Math.max(0, toVus - level);
    level = toVus;
  }
  // n iterations think for n × mean − 5 × spread × √n at least, which must fit into the users' time: solved for √n.
  const spread = (deviations * (think.max - think.min)) / 2;
  const root = (spread + Math.sqrt(spread * spread + 4 * think.mean * userMs)) / (2 * think.mean);
  const likely = Math.ceil(root * root);
  return (think.min === 0 ? likely : Math.min(likely, Math.ceil(userMs / think.min))) + started;
}
