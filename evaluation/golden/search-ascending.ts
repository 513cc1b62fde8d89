/** The first place whose value is not below `wanted`; the length when there is none. By bisection. */
export function indexFirstAtLeast(ascending: Float64Array, wanted: number): number {
  return firstWhere(ascending, (value) => value >= wanted);
}

/** The first place whose value is above `wanted`; the length when there is none. By bisection. */
export function indexFirstAbove(ascending: Float64Array, wanted: number): number {
  return firstWhere(ascending, (value) => value > wanted);
}

function firstWhere(ascending: Float64Array, holds: (value: number) => boolean): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(ascending[middle] ?? Infinity)) to = middle;
    else from = middle + 1;
  }
  return from;
}
