/**
 * Buckets of the exponential histogram: bucket i covers (base^i, base^(i+1)], base = 2^(1/64). An index is read off the bits
 * of the number and one comparison with a table, so it is exact, the same on every machine, and needs no logarithm.
 * Layout: OpenTelemetry exponential histogram, scale 6; Prometheus native histogram, schema 6.
 */

/** Largest doubles not above 2^(k/64), k = 0..63. For k > 0 the power is irrational, so `m > powers[k]` decides `m > 2^(k/64)` exactly. */
const powers = new Float64Array([
  1.0, 1.0108892860517003, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768235, 1.0787607977571196, 1.0905077326652575, 1.102382583307841, 1.1143867425958924, 1.1265216186082418,
  1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812, 1.189207115002721, 1.202156731452703,
  1.2152473599804687, 1.2284805361068698, 1.241857812073484, 1.2553807570246909, 1.2690509571917332, 1.2828700160787783,
  1.2968395546510096, 1.3109612115247642, 1.325236643159741, 1.339667524053303, 1.3542555469368927, 1.3690024229745905,
  1.3839098819638318, 1.398979672538311, 1.414213562373095, 1.4296133383919698, 1.4451808069770464, 1.4609177941806468,
  1.4768261459394991, 1.4929077282912648, 1.5091644275934226, 1.5255981507445382, 1.5422108254079407, 1.559004400237837,
  1.5759808451078863, 1.5931421513422668, 1.6104903319492543, 1.6280274218573476, 1.6457554781539647,
  1.6636765803267364, 1.681792830507429, 1.7001063537185233, 1.7186192981224777, 1.7373338352737062, 1.7562521603732995,
  1.7753764925265212, 1.7947090750031072, 1.8142521755003986, 1.8340080864093424, 1.8539791250833855,
  1.8741676341102997, 1.8945759815869656, 1.9152065613971472, 1.9360617934922943, 1.9571441241754002, 1.978456026387951,
  2,
]);

/** By the top eight bits of the mantissa: how many powers lie strictly below every number of that slice. A slice holds at most one power inside. */
const powersBelow = new Uint8Array(256);
for (let slice = 0; slice < 256; slice++) {
  const least = 1 + slice / 256;
  let below = 0;
  while ((powers[below] ?? 2) < least) below++;
  powersBelow[slice] = below;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const high = new Uint8Array(new Float64Array([1]).buffer)[7] === 0x3f ? 1 : 0;

/** Index of the bucket that holds a positive finite number. */
export function bucketIndex(value: number): number {
  float[0] = value;
  let word = words[high] ?? 0;
  let exponent = (word >>> 20) - 1023;
  if (exponent === -1023) {
    // Subnormal numbers: scaled by 2^64, exactly.
    float[0] = value * 18446744073709551616;
    word = words[high] ?? 0;
    exponent = (word >>> 20) - 1023 - 64;
  }
  words[high] = (word & 0xfffff) | 0x3ff00000;
  const mantissa = float[0] ?? 1;
  let below = powersBelow[(word >>> 12) & 0xff] ?? 0;
  if (mantissa > (powers[below] ?? 2)) below++;
  return exponent * 64 + below - 1;
}

/** 2^exponent, built from bits. */
function powerOfTwo(exponent: number): number {
  if (exponent > 1023) return Infinity;
  words[high] = (Math.max(exponent, -1022) + 1023) << 20;
  words[1 - high] = 0;
  let power = float[0] ?? 1;
  for (let down = exponent; down < -1022; down++) power /= 2;
  return power;
}

/** Exclusive lower bound of a bucket: base^index, rounded down. */
export function bucketLower(index: number): number {
  const exponent = Math.floor(index / 64);
  return (powers[index - exponent * 64] ?? 1) * powerOfTwo(exponent);
}

/** Inclusive upper bound of a bucket: base^(index + 1), rounded down. */
export function bucketUpper(index: number): number {
  return bucketLower(index + 1);
}
