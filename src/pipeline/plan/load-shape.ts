/** A level over time: starts from 0, each stage goes linearly to its level, 0 ms jumps. */
export interface Stage {
  readonly to: number;
  readonly durationMs: number;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Shape {
  readonly stages: readonly Stage[];
  /** The part that holds, from the start; null when none does. */
  readonly hold: Span | null;
}

/** Jump to a level and stay. */
function flat(to: number, durationMs: number): Stage[] {
  return [
    { to, durationMs: 0 },
    { to, durationMs },
  ];
}

export function smokeShape(level: number, holdMs: number): Shape {
  return { stages: flat(level, holdMs), hold: { fromMs: 0, toMs: holdMs } };
}

/** Up, hold, down: the profiles load and soak. */
export function plateauShape(level: number, rampUpMs: number, holdMs: number, rampDownMs: number): Shape {
  return {
    stages: [
      { to: level, durationMs: rampUpMs },
      { to: level, durationMs: holdMs },
      { to: 0, durationMs: rampDownMs },
    ],
    hold: { fromMs: rampUpMs, toMs: rampUpMs + holdMs },
  };
}

/** Equal steps from `level` on the first to `top` on the last; each is held. `whole` rounds levels, as users are not divided. */
export function stressShape(level: number, top: number, steps: number, eachMs: number, whole: boolean): Shape {
  const stages: Stage[] = [];
  for (let step = 0; step < steps; step += 1) {
    const to = steps === 1 ? top : level + ((top - level) * step) / (steps - 1);
    stages.push(...flat(whole ? Math.round(to) : to, eachMs));
  }
  return { stages, hold: { fromMs: 0, toMs: steps * eachMs } };
}

export function spikeShape(level: number, peak: number, beforeMs: number, spikeMs: number, afterMs: number): Shape {
  return {
    stages: [...flat(level, beforeMs), ...flat(peak, spikeMs), ...flat(level, afterMs)],
    hold: { fromMs: 0, toMs: beforeMs + spikeMs + afterMs },
  };
}

export function breakpointShape(top: number, overMs: number): Shape {
  return { stages: [{ to: top, durationMs: overMs }], hold: null };
}

/** Stages as written; what holds is the longest stretch without a ramp and above 0 (jumps between levels belong to it). */
export function explicitShape(stages: readonly Stage[]): Shape {
  let hold: Span | null = null;
  let at = 0;
  let from = 0;
  let level = 0;
  for (const { to, durationMs } of stages) {
    const holds = durationMs === 0 ? to > 0 : to === level && to > 0;
    at += durationMs;
    if (!holds) from = at;
    else if (at - from > (hold === null ? 0 : hold.toMs - hold.fromMs)) hold = { fromMs: from, toMs: at };
    level = to;
  }
  return { stages, hold };
}

/** Length of all stages, ms. */
export function durationOf(stages: readonly { readonly durationMs: number }[]): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
