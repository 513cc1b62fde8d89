/**
 * IP addresses and ranges, strictly read: dotted quads without leading zeros and RFC 4291 texts. Odd numerals (2130706433, 0x7f.1,
 * 127.1, 010.0.0.1) are no addresses, as programs disagree on what they mean. An IPv4-mapped IPv6 address is the IPv4 address.
 */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** All addresses whose first `prefix` bits are those of `value`; the other bits of `value` are 0. */
export interface IpRange extends IpAddress {
  readonly prefix: number;
}

/** `10.20.3.4`, `2001:db8::1`, `::ffff:10.0.0.1` to an address; null for anything else. */
export function parseAddress(text: string): IpAddress | null {
  const quad = parseQuad(text);
  if (quad !== null) return { family: 4, value: quad };
  const value = parseGroups(text);
  if (value === null) return null;
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

/** `10.20.0.0/16` or a single address to a range; null for anything else, also where bits beyond the prefix are set. */
export function parseRange(text: string): IpRange | null {
  const slash = text.indexOf("/");
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (base === null) return null;
  const bits = base.family === 4 ? 32 : 128;
  if (slash < 0) return { ...base, prefix: bits };
  const digits = text.slice(slash + 1);
  // A mapped address with a prefix would mean two things.
  if (!/^(?:0|[1-9]\d{0,2})$/.test(digits) || (base.family === 4 && text.includes(":"))) return null;
  const prefix = Number(digits);
  if (prefix > bits) return null;
  const host = BigInt(bits - prefix);
  return (base.value >> host) << host === base.value ? { ...base, prefix } : null;
}

/** True when the address lies in the range. */
export function inRange(address: IpAddress, range: IpRange): boolean {
  const host = BigInt((range.family === 4 ? 32 : 128) - range.prefix);
  return address.family === range.family && address.value >> host === range.value >> host;
}

/** True when every address of `inner` lies in `outer`. */
export function rangeWithin(inner: IpRange, outer: IpRange): boolean {
  return inner.prefix >= outer.prefix && inRange(inner, outer);
}

const loopback: readonly IpRange[] = [
  { family: 4, value: 127n << 24n, prefix: 8 },
  { family: 6, value: 1n, prefix: 128 },
];

/** 127.0.0.0/8 and ::1, nothing else. */
export function isLoopback(address: IpAddress): boolean {
  return loopback.some((range) => inRange(address, range));
}

/** True when the whole range is loopback. */
export function isLoopbackRange(range: IpRange): boolean {
  return loopback.some((outer) => rangeWithin(range, outer));
}

/** The address in its usual text: dotted quad, or RFC 5952. */
export function formatAddress({ family, value }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  let [start, length] = [0, 0];
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && groups[to] === 0n) to += 1;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length < 2) return groupsText(groups);
  return `${groupsText(groups.slice(0, start))}::${groupsText(groups.slice(start + length))}`;
}

/** The range as CIDR. */
export function formatRange(range: IpRange): string {
  return `${formatAddress(range)}/${String(range.prefix)}`;
}

function groupsText(groups: readonly bigint[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}

function parseQuad(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseGroups(text: string): bigint | null {
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (head === null || head === undefined || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? join(head) : null;
  const missing = 8 - head.length - tail.length;
  return missing >= 1 ? join([...head, ...Array.from({ length: missing }, () => 0n), ...tail]) : null;
}

/** The 16-bit groups of one side of `::`; a dotted quad may stand for the last two of the whole address. */
function groupsOf(text: string, atEnd: boolean): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const quad = atEnd && index === parts.length - 1 ? parseQuad(part) : null;
    if (quad !== null) groups.push(quad >> 16n, quad & 0xffffn);
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

function join(groups: readonly bigint[]): bigint {
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}
