import { inRange, type IpAddress, type IpRange } from "../../contract/ip-address.ts";

/** IPv6 ranges whose addresses lead to an IPv4 address, which stands `shift` bits from the right. */
const translations: readonly { readonly range: IpRange; readonly shift: bigint }[] = [
  // NAT64, the well-known prefix (RFC 6052) and the local ones (RFC 8215).
  { range: { family: 6, value: 0x64_ff9bn << 96n, prefix: 96 }, shift: 0n },
  { range: { family: 6, value: 0x64_ff9b_0001n << 80n, prefix: 48 }, shift: 0n },
  // 6to4 (RFC 3056).
  { range: { family: 6, value: 0x2002n << 112n, prefix: 16 }, shift: 80n },
  // IPv4-compatible, deprecated (RFC 4291, section 2.5.5.1); ::1 is among them and harmless as 0.0.0.1.
  { range: { family: 6, value: 0n, prefix: 96 }, shift: 0n },
];

/** The IPv4 address that an IPv6 address is translated to on its way; null for others. IPv4-mapped ones are read as IPv4 already. */
export function embeddedAddress(address: IpAddress): IpAddress | null {
  const found = translations.find(({ range }) => inRange(address, range));
  return found === undefined ? null : { family: 4, value: (address.value >> found.shift) & 0xffff_ffffn };
}
