/** Tables (signed, as bit operations give) of CRC-32 (IEEE 802.3, reflected polynomial 0xEDB88320) for four bytes at a time. */
const tables = new Int32Array(4 * 256);
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  tables[byte] = rest;
}
for (let byte = 0; byte < 256; byte++) {
  for (let table = 1; table < 4; table++) {
    const before = tables[(table - 1) * 256 + byte] ?? 0;
    tables[table * 256 + byte] = (before >>> 8) ^ (tables[before & 255] ?? 0);
  }
}

/** CRC-32 of bytes, as an unsigned number (slicing by four, after Kounavis and Berry 2005). */
export function crc32(bytes: Uint8Array): number {
  let rest = -1;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    rest ^=
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    rest =
      (tables[768 + (rest & 255)] ?? 0) ^
      (tables[512 + ((rest >>> 8) & 255)] ?? 0) ^
      (tables[256 + ((rest >>> 16) & 255)] ?? 0) ^
      (tables[rest >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) rest = (rest >>> 8) ^ (tables[(rest ^ (bytes[at] ?? 0)) & 255] ?? 0);
  return ~rest >>> 0;
}
