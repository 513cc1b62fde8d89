/** Uniform numbers in [0, 1) from a seed (mulberry32): the same seed gives the same shop. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Service times as services have them: a log-normal bulk with a long right tail. Milliseconds. */
export function serviceTimeMs(random: () => number, medianMs: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return medianMs * Math.exp(spread * radius * Math.cos(2 * Math.PI * random()));
}
