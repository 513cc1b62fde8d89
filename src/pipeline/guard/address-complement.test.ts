import { BlockList } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, type IpAddress } from "../../contract/ip-address.ts";
import { addressComplement } from "./address-complement.ts";

function addresses(...texts: string[]): IpAddress[] {
  return texts.map((text) => {
    const address = parseAddress(text);
    if (address === null) throw new Error(`${text} is no address`);
    return address;
  });
}

/** The platform's own list, asked one address at a time. It takes `::/0` for IPv4 too, which engines do not: each family by itself. */
function blocks(ranges: readonly string[], address: IpAddress): boolean {
  const family = address.family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  for (const range of ranges) {
    const [base = "", prefix] = range.split("/");
    if (base.includes(":") === (address.family === 6)) list.addSubnet(base, Number(prefix), family);
  }
  return list.check(formatAddress(address), family);
}

const v4 = fc.ipV4().map((text) => addresses(text)[0] ?? { family: 4 as const, value: 0n });
const v6 = fc
  .bigInt({ min: 0n, max: (1n << 128n) - 1n })
  .filter((value) => value >> 32n !== 0xffffn)
  .map((value) => ({ family: 6 as const, value }));

describe("addressComplement", () => {
  it("blocks everything when nothing is allowed", () => {
    expect(addressComplement([])).toEqual(["0.0.0.0/0", "::/0"]);
  });

  it.each([
    ["one IPv4 address", addresses("127.0.0.1"), 32 + 1],
    ["one IPv6 address", addresses("::1"), 1 + 128],
    ["two neighbours", addresses("10.0.0.2", "10.0.0.3"), 31 + 1],
    ["the same twice", addresses("10.0.0.2", "10.0.0.2"), 32 + 1],
    ["a mapped address", addresses("::ffff:10.0.0.2"), 32 + 1],
  ])("needs as few ranges as there can be for %s", (_, allowed, count) => {
    expect(addressComplement(allowed)).toHaveLength(count);
  });

  it("ends before and goes on after an allowed address", () => {
    const ranges = addressComplement(addresses("10.20.3.4"));
    expect(ranges.slice(0, 2)).toEqual(["0.0.0.0/5", "8.0.0.0/7"]);
    expect(ranges).toContain("10.20.3.5/32");
    expect(ranges.at(-1)).toBe("::/0");
  });

  it("never writes a range of mapped addresses, which would block all of IPv4", () => {
    const ranges = addressComplement(addresses("::fffe:0:1"));
    expect(ranges.filter((range) => /^::(?:ffff:|\d+\.)/.test(range))).toEqual([]);
    expect(ranges).toContain("0.0.0.0/0");
  });

  it("blocks exactly what is not allowed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(v4, v6), { maxLength: 4 }),
        fc.array(fc.oneof(v4, v6), { maxLength: 4 }),
        fc.integer({ min: 0, max: 31 }),
        (allowed, others, bit) => {
          const ranges = addressComplement(allowed);
          const near = allowed
            .map(({ family, value }) => ({ family, value: value ^ (1n << BigInt(bit)) }))
            .filter(({ family, value }) => family === 4 || value >> 32n !== 0xffffn);
          for (const probe of [...allowed, ...others, ...near]) {
            const isAllowed = allowed.some(({ family, value }) => family === probe.family && value === probe.value);
            expect(blocks(ranges, probe)).toBe(!isAllowed);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
