import { describe, expect, it } from "vitest";
import { isOwnHost, isOwnOrigin } from "./guard-host.ts";

const loopback = { host: "127.0.0.1", publicUrl: null, hosts: [] };
const everywhere = { host: "0.0.0.0", publicUrl: "https://perf.example.com", hosts: ["perf-agent.tools.svc"] };

describe("isOwnHost", () => {
  it.each([
    ["the address", "127.0.0.1:7070", true],
    ["its name", "localhost:7070", true],
    ["in capitals", "LocalHost", true],
    ["through another port", "localhost:9000", true],
    ["IPv6", "[::1]:7070", true],
    ["a name that leads here", "attacker.example:7070", false],
    ["a name that begins like ours", "localhost.attacker.example", false],
    ["another address", "192.0.2.7:7070", false],
    ["nothing", undefined, false],
    ["a port alone", ":7070", false],
    ["somebody before an @", "localhost@attacker.example", false],
    ["a path", "localhost/x", false],
  ])("on loopback: %s", (_name, header, isOwn) => {
    expect(isOwnHost(header, loopback)).toBe(isOwn);
  });

  it.each([
    ["the public name", "perf.example.com", true],
    ["a further name", "perf-agent.tools.svc:7070", true],
    ["an address, as probes ask by", "10.1.2.3:7070", true],
    ["an address of six", "[2001:db8::1]:7070", true],
    ["loopback", "localhost:7070", true],
    ["a name that leads here", "attacker.example:7070", false],
    ["a name below ours", "a.perf.example.com", false],
  ])("everywhere: %s", (_name, header, isOwn) => {
    expect(isOwnHost(header, everywhere)).toBe(isOwn);
  });
});

describe("isOwnOrigin", () => {
  it.each([
    ["no browser", undefined, "localhost:7070", true],
    ["our own page", "http://localhost:7070", "localhost:7070", true],
    ["another port of the same machine", "http://localhost:3000", "localhost:7070", false],
    ["the public page, through a proxy that asks by address", "https://perf.example.com", "10.1.2.3:7070", true],
    ["the public name without https", "http://perf.example.com", "10.1.2.3:7070", false],
    ["somebody else's page", "https://attacker.example", "localhost:7070", false],
    ["a page without an origin, as in a sandbox", "null", "localhost:7070", false],
    ["an extension", "chrome-extension://abcdef", "abcdef", false],
  ])("%s", (_name, origin, host, isOwn) => {
    expect(isOwnOrigin(origin, host, everywhere)).toBe(isOwn);
  });
});
