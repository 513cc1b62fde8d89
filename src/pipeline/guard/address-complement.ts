import { formatRange, inRange, type IpAddress, type IpRange } from "../../contract/ip-address.ts";

/** IPv4-mapped addresses. Engines dial and check them as IPv4, and take a range inside for the IPv4 range of its last 32 bits. */
const mapped: IpRange = { family: 6, value: 0xffffn << 32n, prefix: 96 };

/**
 * The fewest CIDR ranges that hold every address except the allowed ones: 32 for one IPv4 address, 128 for one IPv6 address, and one for a
 * family of which none is allowed. Engines know deny lists only, so an allow-list is written as its complement.
 */
export function addressComplement(allowed: readonly IpAddress[]): string[] {
  return ([4, 6] as const).flatMap((family) => {
    const kept = allowed.filter((address) => address.family === family);
    return complementWithin({ family, value: 0n, prefix: 0 }, kept).map(formatRange);
  });
}

/** What is left of a range without the addresses, in ascending order. */
function complementWithin(range: IpRange, addresses: readonly IpAddress[]): IpRange[] {
  const inside = addresses.filter((address) => inRange(address, range));
  if (inside.length === 0) return range.family === 6 && isMapped(range) ? [] : [range];
  const bits = range.family === 4 ? 32 : 128;
  if (range.prefix === bits) return [];
  const prefix = range.prefix + 1;
  const upper = range.value | (1n << BigInt(bits - prefix));
  return [
    ...complementWithin({ ...range, prefix }, inside),
    ...complementWithin({ ...range, value: upper, prefix }, inside),
  ];
}

function isMapped(range: IpRange): boolean {
  return range.prefix >= mapped.prefix && inRange(range, mapped);
}
