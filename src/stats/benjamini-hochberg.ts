/**
 * Benjamini and Hochberg's (1995) adjusted p-values, each in its old place: rejecting those ≤ q keeps the expected share of false
 * rejections ≤ q. null and NaN stay null and out of the family.
 */
export function benjaminiHochberg(p: readonly (number | null)[]): (number | null)[] {
  const family = p
    .flatMap((value, place) => (value === null || Number.isNaN(value) ? [] : [{ value, place }]))
    .toSorted((a, b) => b.value - a.value || b.place - a.place);
  const adjusted: (number | null)[] = p.map(() => null);
  let least = 1;
  family.forEach(({ value, place }, fromTop) => {
    least = Math.min(least, (value * family.length) / (family.length - fromTop));
    adjusted[place] = least;
  });
  return adjusted;
}
