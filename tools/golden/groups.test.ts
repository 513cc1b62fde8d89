import { describe, expect, test } from "vitest";
import { faultTable, parseFault } from "../../examples/shop/faults.ts";
import { blockPlans, faultKinds } from "./groups.ts";
import { faultSettings, sizedGroups } from "./sizes.ts";

const groups = blockPlans.flatMap(({ half, groups: those }) => those.map((group) => ({ ...group, half })));

describe("groups of the golden set", () => {
  test("are 24 in blocks of four, each once, two or more of each kind of fault", () => {
    expect(blockPlans.map(({ groups: those }) => those.length)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(24);
    for (const fault of Object.keys(faultKinds))
      expect(groups.filter((group) => group.fault === fault).length).toBeGreaterThanOrEqual(2);
  });

  test("keep a kind of fault in one half", () => {
    for (const { fault, half } of groups) expect(faultKinds[fault]?.half).toBe(half);
  });

  test("that are put aside hold 63 cases of 10 % and more, if six runs of each count", () => {
    const large = groups.filter(({ half, wanted }) => half === "held-out" && wanted >= 0.12);
    expect(6 * large.length).toBeGreaterThanOrEqual(63);
  });

  test.each(Object.entries(faultKinds))("%s is a fault of the shop that hits the main endpoint", (fault, { guess }) => {
    expect(Object.keys(faultTable)).toContain(fault);
    expect(parseFault({ name: fault, ...faultSettings(fault, guess) })).toMatchObject({ endpoint: "get-order" });
  });

  test("a group without a size is named, but one that wants no change needs none", () => {
    const small = { name: "lock-small", fault: "lock", wanted: 0.1 };
    expect(() => sizedGroups([small], {})).toThrow("lock-small");
    expect(sizedGroups([small], { "lock-small": { size: 7, seen: 0.1 } })[0]?.settings).toEqual({
      endpoint: "get-order",
      delayMs: 7,
    });
    expect(sizedGroups([{ name: "cpu-burn-none", fault: "cpu-burn", wanted: 0 }], {})[0]?.settings).toEqual({
      endpoint: "get-order",
      busyMs: 0,
    });
  });
});
