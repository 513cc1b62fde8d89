import { array, assert, boolean, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../../contract/policy.ts";
import { judgeApprovals } from "./judge-approvals.ts";

const now = Date.UTC(2026, 10, 24, 12);
const day = 86_400_000;
const own = "ed25519:own-key-of-this-machine";

function review(more: Partial<Policy["review"]> = {}): Policy["review"] {
  return { selfApprove: [], approvals: {}, directory: "approvals/", keys: null, expireMs: 30 * day, ...more };
}

const team = review({ keys: { ana: "ed25519:key-of-ana", ben: "ed25519:key-of-ben" }, approvals: { perf: 2 } });

type Given = Parameters<typeof judgeApprovals>[0]["approvals"][number];

function approval(more: Partial<Given> = {}): Given {
  const at = new Date(now - day).toISOString();
  return { by: "typed", at, comment: null, key: own, signature: "c2lnbmVk", signed: true, ...more };
}

function judge(
  approvals: readonly Given[],
  policy = review(),
  environment = "perf",
  author: Parameters<typeof judgeApprovals>[0]["author"] = null,
) {
  return judgeApprovals({ approvals, review: policy, environment, ownKeys: new Set([own]), author, now });
}

describe("judgeApprovals", () => {
  it.each<[string, Given, Policy["review"], string[]]>([
    ["this machine's own key, where the policy lists none", approval(), review(), ["typed"]],
    ["a listed key, by its listed name", approval({ key: "ed25519:key-of-ana" }), team, ["ana"]],
    ["this machine's own key when it is listed", approval(), review({ keys: { me: own } }), ["me"]],
    ["one as old as it may be", approval({ at: new Date(now - 30 * day + 1).toISOString() }), review(), ["typed"]],
    [
      "one from a clock that is ahead a little",
      approval({ at: new Date(now + 300_000).toISOString() }),
      review(),
      ["typed"],
    ],
  ])("counts %s", (_, given, policy, names) => {
    const { counting, refused } = judge([given], policy);
    expect(counting.map(({ by }) => by)).toEqual(names);
    expect(refused).toEqual([]);
  });

  it.each<[string, Given, Policy["review"], string, RegExp]>([
    [
      "without its signature",
      approval({ signed: false }),
      review(),
      "PA_APPROVAL_INVALID",
      /changed after it was signed/u,
    ],
    [
      "of this machine's own key, where others are listed",
      approval(),
      team,
      "PA_APPROVAL_INVALID",
      /does not list.*ana, ben/u,
    ],
    [
      "of this machine's own key, where the policy says that nobody's counts",
      approval(),
      review({ keys: {} }),
      "PA_APPROVAL_INVALID",
      /it lists none$/u,
    ],
    [
      "of another machine, where no key is listed",
      approval({ key: "ed25519:else" }),
      review(),
      "PA_APPROVAL_INVALID",
      /lists no keys/u,
    ],
    [
      "that is too old",
      approval({ at: new Date(now - 30 * day).toISOString() }),
      review(),
      "PA_APPROVAL_EXPIRED",
      /expired at 2026-11-24 12:00:00 UTC.*30 days/u,
    ],
    ["that is too old by hours", approval(), review({ expireMs: 3_600_000 }), "PA_APPROVAL_EXPIRED", /hold for 1h$/u],
    [
      "from the future",
      approval({ at: new Date(now + 300_001).toISOString() }),
      review(),
      "PA_APPROVAL_INVALID",
      /in the future/u,
    ],
    ["of no time", approval({ at: "today" }), review(), "PA_APPROVAL_INVALID", /no valid time/u],
    ["of a time in another form", approval({ at: "2026-11-23" }), review(), "PA_APPROVAL_INVALID", /no valid time/u],
  ])("does not count one %s", (_, given, policy, code, text) => {
    const { counting, refused } = judge([given], policy);
    expect(counting).toEqual([]);
    expect(refused).toEqual([{ code, text: expect.stringMatching(text) as string }]);
    expect(refused[0]?.text).toContain('the approval by "typed" of ');
  });

  it("counts a key once, with its newest approval, and leaves out what that one replaced", () => {
    const later = new Date(now - 1000).toISOString();
    const { counting, refused } = judge([
      approval({ at: new Date(now - 40 * day).toISOString() }),
      approval({ at: later, comment: "again" }),
      approval(),
    ]);
    expect(counting).toEqual([
      { by: "typed", at: later, comment: "again", key: own, until: Date.parse(later) + 30 * day },
    ]);
    expect(refused).toEqual([]);
  });

  it("counts one key under two names once", () => {
    const policy = review({ keys: { ana: "ed25519:a", anna: "ed25519:a" } });
    expect(judge([approval({ key: "ed25519:a" }), approval({ key: "ed25519:a" })], policy).counting).toHaveLength(1);
  });

  it.each([
    ["perf", { perf: 2 }, 2],
    ["staging", { perf: 2 }, 1],
    ["perf", { perf: 0 }, 1],
    ["constructor", {}, 1],
  ])("wants of %s with %j: %d", (environment, approvals, wanted) => {
    expect(judge([], review({ approvals }), environment).wanted).toBe(wanted);
  });

  it("never counts an unsigned, unlisted, expired or future one, nor a key twice", () => {
    const keys = ["ed25519:key-of-ana", "ed25519:key-of-ben", own, "ed25519:foreign"];
    const given = record({
      key: constantFrom(...keys),
      signed: boolean(),
      ageMs: integer({ min: -day, max: 60 * day }),
    });
    assert(
      property(array(given), boolean(), (entries, listed) => {
        const approvals = entries.map(({ key, signed, ageMs }) =>
          approval({ key, signed, at: new Date(now - ageMs).toISOString() }),
        );
        const { counting } = judge(approvals, listed ? team : review());
        const allowed = listed ? keys.slice(0, 2) : [own];
        const good = approvals.filter(
          ({ key, signed }, index) =>
            signed &&
            allowed.includes(key) &&
            (entries[index]?.ageMs ?? 0) < 30 * day &&
            (entries[index]?.ageMs ?? 0) >= -300_000,
        );
        expect(counting.map(({ key }) => key).toSorted()).toEqual([...new Set(good.map(({ key }) => key))].toSorted());
      }),
    );
  });
});

describe("an author", () => {
  const author = { name: "ana", key: "ed25519:key-of-ana" };

  it.each<[string, Given, Policy["review"]]>([
    ["by name", approval({ by: "ana" }), review()],
    [
      "by the name that the policy gives the key",
      approval({ by: "x", key: "ed25519:other" }),
      review({ keys: { ana: "ed25519:other" } }),
    ],
    ["by key, under whatever name", approval({ by: "eve", key: author.key }), review({ keys: { eve: author.key } })],
  ])("is known %s, and does not count as an approver", (_, given, policy) => {
    const { counting, refused } = judge([given], policy, "perf", author);
    expect(counting).toEqual([]);
    expect(refused.map(({ code }) => code)).toEqual(["PA_APPROVAL_AUTHOR"]);
    expect(judge([given], policy, "perf", { name: "zoe", key: "ed25519:key-of-zoe" }).refused).toEqual([]);
  });

  it("leaves the approvals of others as they are", () => {
    const { counting } = judge([approval({ by: "ana" }), approval({ by: "ben" })], review(), "perf", author);
    expect(counting.map(({ by }) => by)).toEqual(["ben"]);
  });
});

it("counts every key of our own as one person", () => {
  const approvals = [approval({ by: "ana", key: "ed25519:a" }), approval({ by: "ben", key: "ed25519:b" })];
  const given = { approvals, review: review({ approvals: { perf: 2 } }), environment: "perf", author: null, now };
  const { counting, wanted } = judgeApprovals({ ...given, ownKeys: new Set(["ed25519:a", "ed25519:b"]) });
  expect([counting.map(({ by }) => by).toSorted(), wanted]).toEqual([["ana", "ben"], 2]);
  expect(judgeApprovals({ ...given, ownKeys: new Set(["ed25519:a"]) }).counting).toHaveLength(1);
});
