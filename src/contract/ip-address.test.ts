import { BlockList, isIPv4, isIPv6 } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostMatches, isLoopbackHost, normalHost } from "./host-name.ts";
import {
  formatAddress,
  formatRange,
  inRange,
  isLoopback,
  isLoopbackRange,
  parseAddress,
  parseRange,
  rangeWithin,
} from "./ip-address.ts";

function address(text: string): NonNullable<ReturnType<typeof parseAddress>> {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}

function range(text: string): NonNullable<ReturnType<typeof parseRange>> {
  const parsed = parseRange(text);
  if (parsed === null) throw new Error(`${text} is no range`);
  return parsed;
}

describe("parseAddress", () => {
  it.each([
    ["10.20.3.4", "10.20.3.4"],
    ["255.255.255.255", "255.255.255.255"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:0:2:0:0:0:3:0", "1:0:2::3:0"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["64:ff9b::10.0.0.1", "64:ff9b::a00:1"],
    ["::ffff:127.0.0.2", "127.0.0.2"],
    ["::ffff:7f00:2", "127.0.0.2"],
  ])("reads %s as %s", (text, usual) => {
    expect(formatAddress(address(text))).toBe(usual);
  });

  it.each([
    "",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "127.1",
    "127.0.1",
    "010.0.0.1",
    "1.2.3.256",
    "1.2.3.4.5",
    "1.2.3.4.",
    " 1.2.3.4",
    "1.2.3.-4",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "1.2.3.4::",
    "1.2.3.4::1",
    "1:2:3:4:5:6:7:8::",
    ":1",
    "1:",
    "12345::",
    "fe80::1%eth0",
    "[::1]",
    "localhost",
  ])("refuses %j", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it("agrees with the platform about what is an address", () => {
    const pieces = fc.array(fc.constantFrom("0", "1", "ff", "127", "256", "01", "ffff", ":", "::", ".", "1.2.3.4"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join("")),
          fc.ipV4(),
          fc.ipV6(),
        ),
        (text) => {
          expect(parseAddress(text) !== null).toBe(isIPv4(text) || isIPv6(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("reads its own text back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const parsed = address(text);
        expect(parseAddress(formatAddress(parsed))).toEqual(parsed);
      }),
    );
  });
});

describe("ranges", () => {
  it.each([["10.20.0.0/16"], ["0.0.0.0/0"], ["::/0"], ["2001:db8::/32"], ["10.0.0.1/32"]])("reads %s", (text) => {
    expect(formatRange(range(text))).toBe(text);
  });

  it.each([
    "10.20.0.1/16",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "::ffff:10.0.0.0/104",
    "10.0/16",
    "/8",
  ])("refuses %s", (text) => {
    expect(parseRange(text)).toBeNull();
  });

  it("contains what the platform's block list contains", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), fc.boolean(), (base, prefix, other, near) => {
        const whole = address(base);
        const shift = BigInt(32 - prefix);
        const cidr = formatRange({ family: 4, value: (whole.value >> shift) << shift, prefix });
        const probe = near ? base : other;
        const list = new BlockList();
        list.addSubnet(base, prefix, "ipv4");
        expect(inRange(address(probe), range(cidr))).toBe(list.check(probe, "ipv4"));
      }),
    );
  });

  it("lies within", () => {
    expect(rangeWithin(range("10.20.3.0/24"), range("10.20.0.0/16"))).toBe(true);
    expect(rangeWithin(range("10.20.0.0/16"), range("10.20.3.0/24"))).toBe(false);
    expect(rangeWithin(range("10.21.0.0/16"), range("10.20.0.0/16"))).toBe(false);
    expect(rangeWithin(range("::/128"), range("0.0.0.0/0"))).toBe(false);
  });

  it.each([
    ["127.0.0.1", true],
    ["127.255.0.9", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["128.0.0.1", false],
    ["0.0.0.0", false],
    ["::2", false],
    ["::", false],
  ])("%s is loopback: %s", (text, expected) => {
    expect(isLoopback(address(text))).toBe(expected);
    expect(isLoopbackRange(range(text))).toBe(expected);
  });

  it("calls no range loopback that reaches beyond", () => {
    expect(isLoopbackRange(range("127.0.0.0/8"))).toBe(true);
    expect(isLoopbackRange(range("126.0.0.0/7"))).toBe(false);
  });
});

describe("hosts", () => {
  it.each([
    ["Shop.Example.com.", "shop.example.com"],
    ["[::1]", "::1"],
    ["[::FFFF:127.0.0.1]", "127.0.0.1"],
  ])("%s is %s", (host, normal) => {
    expect(normalHost(host)).toBe(normal);
  });

  it.each([
    ["shop.example.com", "SHOP.example.com.", true],
    ["*.shop.example.com", "eu.shop.example.com", true],
    ["*.shop.example.com", "a.b.shop.example.com", true],
    ["*.shop.example.com", "shop.example.com", false],
    ["*.shop.example.com", "notshop.example.com", false],
    ["*.shop.example.com", "eviltshop.example.com", false],
    ["shop.example.com", "eu.shop.example.com", false],
    ["*.shop.example.com", ".shop.example.com", false],
  ])("%s names %s: %s", (pattern, host, expected) => {
    expect(hostMatches(pattern, host)).toBe(expected);
  });

  it.each([
    ["localhost", true],
    ["shop.localhost", true],
    ["127.0.0.1", true],
    ["[::1]", true],
    ["localhost.example.com", false],
    ["10.0.0.1", false],
  ])("%s is a loopback host: %s", (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});
