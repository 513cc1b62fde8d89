/** Where two parts of a series differ most, and by how much. */
export interface EnergySplit {
  /** First place of the later part. */
  readonly index: number;
  /** Where the later part ends: what comes after it is not compared. */
  readonly end: number;
  /** Energy statistic, larger is more different. */
  readonly energy: number;
}

/**
 * Sums of |xᵢ − xⱼ| over the pairs of every part of a window, in one table; quadratic in the window, which therefore is short. With it,
 * the energy statistic of any two neighbouring parts is read off.
 */
export class EnergyTable {
  readonly #length: number;
  /** Row a, column b: sum over a ≤ i < j < b. */
  readonly #sums: Float64Array;

  constructor(values: ArrayLike<number>) {
    const length = values.length;
    const columns = length + 1;
    this.#length = columns;
    this.#sums = new Float64Array(columns * columns);
    const sums = this.#sums;
    for (let a = length - 1; a >= 0; a--) {
      let fromA = 0;
      for (let b = a + 1; b <= length; b++) {
        fromA += Math.abs((values[a] ?? 0) - (values[b - 1] ?? 0));
        sums[a * columns + b] = fromA + (sums[(a + 1) * columns + b] ?? 0);
      }
    }
  }

  /**
   * The division of [from, to) into an earlier part from `from` on and a later part, each at least `least` long, with the greatest energy
   * statistic. As Matteson and James have it, the later part may end before `to`, so that a change that goes away again is not drowned by what follows. The first one of equals; null when
   * [from, to) is too short.
   */
  bestSplit(from: number, to: number, least: number): EnergySplit | null {
    let best: EnergySplit | null = null;
    for (let index = from + least; index <= to - least; index++) {
      for (let end = index + least; end <= to; end++) {
        const energy = this.energy(from, index, end);
        if (best === null || energy > best.energy) best = { index, end, energy };
      }
    }
    return best;
  }

  /**
   * mn/(m + n)·(2·mean|x − y| − mean|x − x′| − mean|y − y′|) of [from, index) and [index, end), each of two values or more (Székely and Rizzo 2005;
   * Matteson and James 2014, α = 1).
   */
  energy(from: number, index: number, end: number): number {
    const before = index - from;
    const after = end - index;
    const withinBefore = this.#within(from, index);
    const withinAfter = this.#within(index, end);
    const across = this.#within(from, end) - withinBefore - withinAfter;
    const distance =
      (2 * across) / (before * after) -
      (2 * withinBefore) / (before * (before - 1)) -
      (2 * withinAfter) / (after * (after - 1));
    return ((before * after) / (before + after)) * distance;
  }

  #within(from: number, to: number): number {
    return this.#sums[from * this.#length + to] ?? 0;
  }
}
