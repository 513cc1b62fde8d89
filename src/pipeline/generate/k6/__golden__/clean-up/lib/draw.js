// Draws without chance: each follows from the seed, the scenario, the iteration's number and the place in the
// script that draws. Neither time, nor the virtual user, nor the target's answers have a part in it.

/** The last step of MurmurHash3: every bit of the result depends on every bit of the number. */
function mix(hash) {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 32 bits of a text (FNV-1a, mixed). */
export function hashText(text, salt) {
  let hash = 0x811c9dc5 ^ salt;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** A hash with a number added to it. */
export function blend(hash, number) {
  return mix((hash + Math.imul(number, 0x9e3779b1) + 0x7f4a7c15) | 0);
}

/** A fraction in [0, 1). Each place of the script has its number; a place that is passed again draws anew. */
export function draw(pass, place) {
  const visit = pass.visits[place] || 0;
  pass.visits[place] = visit + 1;
  return blend(pass.hash, place * 65536 + visit) / 4294967296;
}
