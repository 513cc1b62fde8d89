import { inRange, parseAddress, parseRange, type IpAddress, type IpRange } from "../../contract/ip-address.ts";

/** Addresses that are nobody's on the internet (IANA special-purpose registries for IPv4 and IPv6, RFC 6890). */
const specialRanges: readonly IpRange[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "64:ff9b:1::/48",
  "100::/64",
  // Teredo and 6to4 carry an IPv4 address that the packet then goes to.
  "2001::/32",
  "2001:db8::/32",
  "2002::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
].flatMap((text) => parseRange(text) ?? []);

/** NAT64 (RFC 6052): networks with IPv6 alone reach every IPv4 address through it. */
const translated: readonly IpRange[] = ["64:ff9b::/96"].flatMap((text) => parseRange(text) ?? []);

/** True for addresses of this machine, of networks behind it, and of none: whatever a public name has no business with. Also for what is no address. */
export function isPrivateAddress(text: string): boolean {
  // An address with a zone ("fe80::1%eth0") is link-local.
  const address = parseAddress(text);
  return address === null || isSpecial(address);
}

function isSpecial(address: IpAddress): boolean {
  if (translated.some((range) => inRange(address, range)))
    return isSpecial({ family: 4, value: address.value & 0xffffffffn });
  return specialRanges.some((range) => inRange(address, range));
}
