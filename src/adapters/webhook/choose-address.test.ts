import { describe, expect, it } from "vitest";
import { chooseAddress } from "./choose-address.ts";
import { isPrivateAddress } from "./private-address.ts";

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:a00:1::1",
    "2001:0:1::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "no address",
    "2130706433",
  ])("%s is private", (text) => {
    expect(isPrivateAddress(text)).toBe(true);
  });

  it.each([
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.128.0.1",
    "169.253.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
  ])("%s is public", (text) => {
    expect(isPrivateAddress(text)).toBe(false);
  });
});

function resolverTo(found: readonly string[]): {
  resolve: (name: string) => Promise<readonly string[]>;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    async resolve(name) {
      asked.push(name);
      return found;
    },
  };
}

describe("the address that a webhook dials", () => {
  const choices = [
    { host: "hooks.example", found: ["1.1.1.1", "8.8.8.8"], chosen: "1.1.1.1" },
    { host: "hooks.example", found: ["10.0.0.1"], privateAllowed: true, chosen: "10.0.0.1" },
    { host: "localhost", found: ["127.0.0.1", "::1"], chosen: "127.0.0.1" },
    { host: "LocalHost.", found: ["::1"], chosen: "::1" },
  ];
  it.each(choices)("of $host at $found is $chosen, asked for once", async ({ host, found, privateAllowed, chosen }) => {
    const resolver = resolverTo(found);
    expect(await chooseAddress(host, resolver, privateAllowed ?? false)).toBe(chosen);
    expect(resolver.asked).toHaveLength(1);
  });

  const literals = [
    { host: "10.0.0.1", chosen: "10.0.0.1" },
    { host: "[::1]", chosen: "::1" },
    { host: "[::ffff:a00:1]", chosen: "10.0.0.1" },
  ];
  it.each(literals)("of $host is $chosen, asked of nobody", async ({ host, chosen }) => {
    const resolver = resolverTo(["1.1.1.1"]);
    expect(await chooseAddress(host, resolver, false)).toBe(chosen);
    expect(resolver.asked).toEqual([]);
  });

  const refusals = [
    { host: "hooks.example", found: ["127.0.0.1"], text: "hooks.example resolves to 127.0.0.1, which is a private" },
    { host: "hooks.example", found: ["1.1.1.1", "10.0.0.1"], text: "resolves to 10.0.0.1," },
    { host: "hooks.example", found: [], text: "hooks.example does not resolve" },
    { host: "localhost", found: ["10.0.0.1"], text: "localhost resolves to 10.0.0.1" },
  ];
  it.each(refusals)("of $host at $found is none: $text", async ({ host, found, text }) => {
    await expect(chooseAddress(host, resolverTo(found), false)).rejects.toMatchObject({
      lasting: false,
      message: expect.stringContaining(text),
    });
  });
});
