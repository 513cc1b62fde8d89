import type { ServiceName, TwoModes } from "./services.ts";

/** The golden ratio's fractional part: multiples of it, modulo 1, fill the unit interval more evenly than any random numbers do. */
const step = (Math.sqrt(5) - 1) / 2;

export interface ServiceTime {
  readonly ms: number;
  /** The request takes the long way. */
  readonly long: boolean;
}

/**
 * Service times of the services in two bounded modes. Successive requests of one service are spread evenly over its distribution (an additive recurrence, not
 * independent draws), so that a few hundred requests have nearly the same quantiles as the next few hundred: runs of the same code differ by what the
 * machine does, not by the luck of the draw.
 */
export class ServiceTimes {
  readonly #places = new Map<ServiceName, number>();
  readonly #random: () => number;

  /** `random` gives each service its first place. */
  constructor(random: () => number) {
    this.#random = random;
  }

  next(name: ServiceName, times: TwoModes): ServiceTime {
    const place = this.#places.get(name) ?? this.#random();
    this.#places.set(name, (place + step) % 1);
    return timeAt(place, times);
  }
}

/** The quantile function: `place` in [0, 1) of the two modes, each uniform. */
export function timeAt(place: number, { short, long, longShare }: TwoModes): ServiceTime {
  const shortShare = 1 - longShare;
  return place < shortShare
    ? { ms: between(short, place / shortShare), long: false }
    : { ms: between(long, (place - shortShare) / longShare), long: true };
}

const between = ([from, to]: readonly [number, number], part: number): number => from + (to - from) * part;
