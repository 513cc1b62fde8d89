/** Money for calls to language models, apart from the cap of the run. */
export interface ModelBudget {
  /** Sets the most that a call can cost aside; false where the cap does not hold that much any more, and the call must not be made. */
  reserve(most: number): boolean;
  /** Gives back what a call did not use of what was reserved for it. A call that failed is settled with what it cost all the same. */
  settle(reserved: number, actual: number): void;
  /** What settled calls cost. */
  readonly spent: number;
}

/** `cap` null: no cap. Calls under way count with their reservation, so that several at once cannot pass the cap together. */
export function createModelBudget(cap: number | null): ModelBudget {
  let reserved = 0;
  let spent = 0;
  return {
    reserve(most) {
      if (cap !== null && spent + reserved + most > cap) return false;
      reserved += most;
      return true;
    },
    settle(part, actual) {
      reserved -= part;
      spent += actual;
    },
    get spent() {
      return spent;
    },
  };
}
