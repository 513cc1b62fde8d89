/**
 * A reproducible stream of numbers in [0, 1) from a text: FNV-1a fills the state of sfc32 (C. Doty-Humphrey, PractRand).
 * Integer arithmetic only, so every machine and version gives the same stream.
 */
export function seededRandom(seed: string): () => number {
  let [a, b, c, counter] = [hash(`a${seed}`), hash(`b${seed}`), hash(`c${seed}`), 1];
  const next = (): number => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    c |= 0;
    return (mixed >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

function hash(text: string): number {
  let state = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01_00_01_93);
  return state;
}
