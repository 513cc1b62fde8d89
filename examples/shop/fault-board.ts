import { type Effect, noEffect, withFault } from "./effects.ts";
import { type Fault, type FaultName, faultTable } from "./faults.ts";

/** The faults that are switched on. `now` in milliseconds of any clock that does not step back. */
export class FaultBoard {
  readonly #since = new Map<FaultName, { fault: Fault; at: number }>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  get active(): readonly Fault[] {
    return [...this.#since.values()].map(({ fault }) => fault);
  }

  /** Replaces the fault of the same name. */
  switchOn(fault: Fault, now: number): void {
    this.#since.set(fault.name, { fault, at: now });
  }

  /** One fault, or all of them. */
  switchOff(name?: string): void {
    for (const key of this.#since.keys()) if (name === undefined || key === name) this.#since.delete(key);
  }

  effectOn(endpoint: string, now: number): Effect {
    let effect = noEffect;
    for (const { fault, at } of this.#since.values()) {
      const ageMs = now - at - (fault.afterMs ?? 0);
      if (ageMs < 0 || ageMs > (fault.forMs ?? Infinity) || !hits(fault, endpoint)) continue;
      if (fault.share !== undefined && this.#random() >= fault.share) continue;
      effect = withFault(effect, fault, ageMs);
    }
    return effect;
  }
}

function hits(fault: Fault, endpoint: string): boolean {
  if (fault.endpoint !== undefined) return fault.endpoint === endpoint;
  return faultTable[fault.name].endpoints?.includes(endpoint) ?? true;
}
