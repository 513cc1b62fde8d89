import { seededRandom } from "../../src/stats/seeded-random.ts";

/** The same things in a random order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(things: readonly T[], seed: string): T[] {
  const random = seededRandom(seed);
  const order = [...things];
  for (let left = order.length; left > 1; left--) {
    const taken = Math.floor(random() * left);
    // Taken out and put at the end: two elements cannot be swapped without saying that both exist.
    order.push(...order.splice(taken, 1));
  }
  return order;
}
