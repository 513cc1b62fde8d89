import { describe, expect, it, test } from "vitest";
import type { LoadSummary } from "../../../contract/load-summary.ts";
import type { Approved } from "../../../services/approve-plan.ts";
import type { PlanReview } from "../../../services/review-plan.ts";
import type { PolicyToTrust } from "../../../services/trust-policy.ts";
import { renderApproved, renderKey } from "./render-approval.ts";
import { renderAudit } from "./render-audit.ts";
import { renderPlanReview } from "./render-review.ts";
import { renderPolicyToTrust, renderTrusted } from "./render-trust.ts";
import { widthOf } from "./terminal-text.ts";

const style = { colour: false, columns: 80 };
const coloured = { colour: true, columns: 80 };
const evil = "x\u001B[2Jy\u009B1A\u202E\nz";

const load: LoadSummary = {
  peakVus: 130,
  peakRatePerSecond: 243,
  maxDurationMs: 630_000,
  requests: { count: 131_012, exact: true },
  writes: { count: 6000, exact: false },
  hosts: ["shop.perf.test"],
  data: [{ name: "users", rows: 5000, sha256: "ab".repeat(32) }],
  cost: { estimated: 0.46, currency: "EUR" },
  scenarios: [
    { name: "browse", model: "open", peakVus: 80, ratePerSecond: 200, endMs: 570_000 },
    { name: "buy", model: "closed", peakVus: 50, ratePerSecond: null, endMs: 600_000 },
  ],
  endpoints: [
    { name: "list", method: "GET", target: "shop.perf.test", writes: false },
    { name: "checkout", method: "POST", target: "shop.perf.test", writes: true },
  ],
};
const until = Date.UTC(2026, 11, 24);
const state: PlanReview["state"] = {
  sha256: "3f9c17ab".repeat(8),
  selfApproved: false,
  wanted: 2,
  counting: [{ by: "ana", at: "2026-11-24T12:00:00.000Z", comment: null, key: "ed25519:a", until }],
  refused: [{ code: "PA_APPROVAL_EXPIRED", text: 'the approval by "ben" expired' }],
};
const approved: Approved = { ...state, file: "approvals/3f.json", load };

function review(more: Partial<PlanReview> = {}): PlanReview {
  return {
    plan: "checkout",
    environment: "perf",
    state,
    load,
    against: { sha256: "12ab34cd".repeat(8), by: "ana", at: "2026-11-20T12:00:00.000Z" },
    parts: ["plan", "limit vus 130 to 260"],
    changes: [
      { what: "peak VUs", before: "130", after: "260", direction: "more" },
      { what: "requests", before: "131,012", after: "65,000", direction: "less" },
      { what: "host old.perf.test", before: "requested", after: null, direction: "neutral" },
    ],
    files: [],
    hidden: [],
    checks: ["The target is right."],
    ...more,
  };
}

const text = (more: Partial<PlanReview> = {}, wanted = style): string =>
  renderPlanReview(review(more), "perf-agent approve plan.yaml", wanted);

const same = (count: number, from = 0): PlanReview["files"][number]["lines"] =>
  Array.from({ length: count }, (_, index) => ({ kind: "same", text: `line ${from + index}` }));

describe("a review", () => {
  it("tells the load, then what to check, then hash and command", () => {
    expect(text().split("\n")).toEqual([
      "against  12ab34cd, approved by ana, 2026-11-20 12:00:00 UTC",
      "changed  plan, limit vus 130 to 260",
      "",
      "load                       before     now",
      "peak VUs            more   130        260",
      "requests            less   131,012    65,000",
      "host old.perf.test  other  requested  –",
      "",
      "check    [ ] The target is right.",
      "",
      `sha256   ${"3f9c17ab".repeat(8)}`,
      "approved 1 of 2  ana, 2026-11-24 12:00:00 UTC, until 2026-12-24",
      '         does not count  the approval by "ben" expired',
      "approve  perf-agent approve plan.yaml",
      "",
    ]);
  });

  it("says when it is the first, and shows the load as it is", () => {
    const lines = text({
      against: null,
      parts: [],
      changes: [{ what: "peak VUs", before: null, after: "130", direction: "more" }],
    });
    expect(lines).toContain("no earlier approval of checkout on perf counts here");
    expect(lines).toContain("load      now\npeak VUs  130\n");
  });

  it("warns of an approval that nobody whose key counts has signed", () => {
    const against = { sha256: "12ab34cd".repeat(8), by: null, at: null };
    expect(text({ against }).replaceAll(/\s+/gu, " ")).toContain("signed by nobody whose key counts here");
  });

  it("says that nothing changed", () => {
    const lines = text({ parts: [], changes: [] });
    expect(lines).toContain("changed  nothing\n");
    expect(lines).toContain("load     as it was approved\n");
  });

  it("shows changed lines with three around them and counts the rest", () => {
    const lines = [
      ...same(10),
      { kind: "removed" as const, text: "\told" },
      { kind: "added" as const, text: "\tnew" },
      ...same(10, 11),
    ];
    const shown = text({ files: [{ path: "full/main.js", change: "changed", lines }] });
    expect(shown).toContain(
      [
        "full/main.js  changed",
        "       … 7 lines unchanged",
        "    8   line 7",
        "    9   line 8",
        "   10   line 9",
        "      -   old",
        "   11 +   new",
        "   12   line 11",
        "   13   line 12",
        "   14   line 13",
        "       … 7 lines unchanged",
        "",
      ].join("\n"),
    );
  });

  it("counts what an added script leaves out of the full one", () => {
    const lines = [
      ...same(4),
      { kind: "removed" as const, text: "old" },
      ...same(5, 4),
      { kind: "removed" as const, text: "old" },
      { kind: "added" as const, text: "new" },
    ];
    expect(text({ files: [{ path: "cleanup/main.js", change: "added", lines }] })).toContain(
      [
        "cleanup/main.js  added",
        "       … 1 line left out",
        "       … 7 lines unchanged",
        "    8   line 7",
        "    9   line 8",
        "       … 1 line left out",
        "   10 + new",
        "",
      ].join("\n"),
    );
  });

  it("shows the same change of one file in two profiles once", () => {
    const lines = [{ kind: "added" as const, text: "new" }];
    const shown = text({
      files: [
        { path: "full/main.js", change: "changed", lines },
        { path: "reduced/main.js", change: "changed", lines: [...same(2), ...lines] },
        { path: "reduced/other.js", change: "changed", lines },
        { path: "full/photo.jpg", change: "added", lines: [] },
      ],
    });
    expect(shown).toContain("reduced/main.js  changed by the same lines as full/main.js\n");
    expect(shown).toContain("reduced/other.js  changed\n    1 + new\n");
    expect(shown).toContain("full/photo.jpg  added, compared by its digest alone\n");
  });

  it("cuts no line of a script, host or hash, however narrow the terminal", () => {
    const long = "x".repeat(300);
    const shown = text(
      {
        files: [{ path: "full/main.js", change: "changed", lines: [{ kind: "added", text: long }] }],
        changes: [{ what: "host", before: null, after: long, direction: "more" }],
      },
      { colour: false, columns: 40 },
    );
    expect(shown.split(long)).toHaveLength(3);
    expect(shown).toContain("3f9c17ab".repeat(8));
  });

  it("lists lines with hidden characters", () => {
    expect(text({ hidden: [{ path: "full/main.js", line: 7, text: "\ta ‹U+202E›" }] })).toContain(
      "hidden   full/main.js:7  a ‹U+202E›\n",
    );
  });

  it("is coloured on a terminal only", () => {
    expect(text()).not.toContain("\u001B");
    expect(text({}, coloured)).toContain("\u001B[31mmore");
  });
});

test("an approval shows what was approved, how far that reaches and where it is", () => {
  expect(renderApproved(approved, style).split("\n")).toEqual([
    "load     browse: 80 VUs, 200/s until 9m30s",
    "         buy: 50 VUs until 10m",
    "writes   at most 6,000 by checkout",
    "data     users: 5,000 rows, sha256 abababab",
    `sha256   ${"3f9c17ab".repeat(8)}`,
    "approved 1 of 2  ana, 2026-11-24 12:00:00 UTC, until 2026-12-24",
    '         does not count  the approval by "ben" expired',
    "wrote    approvals/3f.json",
    "",
  ]);
});

test("an approval tells where none is needed, and of one that never ends", () => {
  const [counting] = state.counting;
  if (counting === undefined) throw new Error("no approval");
  const shown = renderApproved(
    { ...approved, selfApproved: true, wanted: 1, counting: [{ ...counting, until: 9e15 }], refused: [] },
    style,
  );
  expect(shown).toContain("approved 1 of 1  ana, 2026-11-24 12:00:00 UTC\n");
  expect(shown).toContain("not needed: the environment lets its users approve by running");
});

test.each([
  ["ana", '  ana: "ed25519:k"\n'],
  ["svc-perf.2", '  svc-perf.2: "ed25519:k"\n'],
  ["Ana Lee: x", '  "Ana Lee: x": "ed25519:k"\n'],
])("the key of %j is a line of a policy", (name, line) => {
  expect(renderKey(name, "ed25519:k")).toBe(line);
});

test("the audit log shows who did what, with reasons", () => {
  const shown = renderAudit(
    [
      {
        at: 0,
        actor: "ana",
        action: "run",
        outcome: "allowed",
        runId: "r1",
        subject: "checkout on perf",
        reasons: ["130 VUs of 300"],
      },
      { at: 0, actor: "ana", action: "stop", outcome: "done", runId: "r1", subject: "r1 on perf", reasons: [] },
    ],
    style,
  );
  expect(shown.split("\n")).toEqual([
    "1970-01-01 00:00:00 UTC  ana  run allowed  checkout on perf, run r1",
    "    130 VUs of 300",
    "1970-01-01 00:00:00 UTC  ana  stop done  r1 on perf",
    "",
  ]);
  expect(renderAudit([], style)).toContain("Nothing");
});

const policy: PolicyToTrust = {
  file: "perf-agent.yaml",
  sha256: "ab".repeat(32),
  trusted: false,
  environments: ["perf"],
  opens: { environments: [], selfApprove: ["perf"], keys: {}, webhooks: [], secrets: [] },
};

test("trust shows what a policy opens and whether it is trusted", () => {
  expect(renderPolicyToTrust(policy, style).split("\n")).toEqual([
    "policy   perf-agent.yaml, sha256",
    `         ${"ab".repeat(32)}`,
    "opens    approval of their own runs by everybody on perf",
    "trusted  no: perf-agent trust perf-agent.yaml",
    "",
  ]);
  const closed = { ...policy, trusted: true, opens: { ...policy.opens, selfApprove: [] } };
  expect(renderPolicyToTrust(closed, style)).toContain("opens    nothing that it may not do untrusted\ntrusted  yes");
});

test("trusted policies are listed with what became of them", () => {
  const shown = renderTrusted(
    [
      { sha256: "ab".repeat(32), file: "/p/perf-agent.yaml", at: "2026-11-24T12:00:00.000Z", now: "changed" },
      { sha256: "cd".repeat(32), file: null, at: null, now: "unknown" },
    ],
    style,
  );
  expect(shown.split("\n")[1]).toBe("abababab  2026-11-24 12:00:00 UTC  changed  /p/perf-agent.yaml");
  expect(renderTrusted([], style)).toContain("No project policy");
});

test("no text of a plan, a policy or a log moves the cursor, and no line but of scripts is too wide", () => {
  const texts = [
    text({
      plan: evil,
      against: { sha256: "12ab", by: evil, at: evil },
      parts: [evil],
      changes: [{ what: evil, before: evil, after: evil, direction: "more" }],
      files: [{ path: evil, change: "changed", lines: [{ kind: "added", text: evil }] }],
      hidden: [{ path: evil, line: 1, text: evil }],
      checks: [evil],
    }),
    renderApproved({ ...approved, file: evil, refused: [{ code: "PA_APPROVAL_INVALID", text: evil }] }, style),
    renderKey(evil, "k"),
    renderAudit(
      [{ at: 0, actor: evil, action: "run", outcome: "refused", runId: evil, subject: evil, reasons: [evil] }],
      style,
    ),
    renderPolicyToTrust({ ...policy, file: evil, opens: { ...policy.opens, selfApprove: [evil] } }, style),
    renderTrusted([{ sha256: "ab", file: evil, at: null, now: "gone" }], style),
  ];
  for (const shown of texts) expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
  for (const line of [...text().split("\n"), ...renderApproved(approved, style).split("\n")])
    expect(widthOf(line)).toBeLessThanOrEqual(80);
});
