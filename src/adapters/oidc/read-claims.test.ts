import { describe, expect, it } from "vitest";
import { nameOf, rolesOf } from "./read-claims.ts";

const roles = { "perf-engineers": ["engineer"], "perf-leads": ["engineer", "approver"] } as const;

describe("rolesOf", () => {
  it.each([
    ["a list", { roles: ["perf-engineers"] }, "roles", ["engineer"]],
    ["several that share a role", { roles: ["perf-leads", "perf-engineers"] }, "roles", ["engineer", "approver"]],
    ["a text", { scope: "openid perf-leads" }, "scope", ["engineer", "approver"]],
    ["below another claim", { realm_access: { roles: ["perf-engineers"] } }, "realm_access.roles", ["engineer"]],
    ["a name that is an address", { "https://a.example/r": ["perf-engineers"] }, "https://a.example/r", ["engineer"]],
    ["groups that mean nothing here", { roles: ["admin", "everybody"] }, "roles", []],
    ["names that every object has", { roles: ["constructor", "__proto__"] }, "roles", []],
    ["no such claim", {}, "roles", []],
    ["what every object has", {}, "constructor.name", []],
    ["neither list nor text", { roles: { a: 1 } }, "roles", []],
    ["a list of other things", { roles: [7, null, ["perf-leads"]] }, "roles", []],
  ])("%s", (_name, claims, claim, expected) => {
    expect(rolesOf(claims, claim, roles)).toEqual(expected);
  });
});

describe("nameOf", () => {
  it.each([
    ["a text", { sub: "ana" }, "sub", "ana"],
    ["below another claim", { a: { b: "ana" } }, "a.b", "ana"],
    ["none", {}, "sub", null],
    ["an empty one", { sub: " " }, "sub", null],
    ["a number", { sub: 7 }, "sub", null],
    ["a very long one", { sub: "a".repeat(201) }, "sub", null],
    ["one of another language", { sub: "Zoë Łaska" }, "sub", "Zoë Łaska"],
    ["one that looks like another", { sub: "ana\u200B" }, "sub", null],
    ["one with a space that nobody sees", { sub: "ana " }, "sub", null],
    ["one that is read backwards", { sub: "\u202Eana" }, "sub", null],
    ["one with a line of its own", { sub: "ana\nben" }, "sub", null],
    ["one that steers a terminal", { sub: "\u001B[2Jana" }, "sub", null],
  ])("%s", (_name, claims, claim, expected) => {
    expect(nameOf(claims, claim)).toBe(expected);
  });
});
