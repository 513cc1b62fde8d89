import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, reviewableRun, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import { approvePlan } from "./approve-plan.ts";
import { reviewPlan } from "./review-plan.ts";

const planFile = "plan.yaml";
const plainly = { comment: null, reviewed: null };
const before = reviewableRun();
const after = reviewableRun(
  { archives: { full: "1".repeat(64), reduced: "2".repeat(64) }, limits: { vus: 400, requests: null } },
  { peakVus: 260, script: "export default function () {\n  return 2;\n}\n" },
);

let directory: string;
let agent: ReviewAgent;
const agents: ReviewAgent[] = [];
function agentOf(user: string): ReviewAgent {
  const made = reviewAgent(directory, user);
  agents.push(made);
  return made;
}
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-review-"));
  agent = agentOf("ana");
});
afterEach(async () => {
  for (const made of agents.splice(0)) await made.close();
  await rm(directory, { recursive: true });
});

describe("reviewPlan", () => {
  it("shows everything in a first review", async () => {
    const review = await reviewPlan(agent, before, planFile, null);
    expect(review.against).toBeNull();
    expect(review.parts).toEqual([]);
    expect(review.changes.some(({ after: now }) => now?.includes("130") === true)).toBe(true);
    expect(review.files.map(({ path, change }) => `${change} ${path}`)).toEqual([
      "added full/data/users.masked.json",
      "added full/lib/draw.js",
      "added full/main.js",
      "added full/photo.jpg",
      "added reduced/main.js",
      "added cleanup/main.js",
    ]);
    expect(review.files.map(({ lines }) => lines.length > 0)).toEqual([false, true, true, false, true, true]);
    const lines = (path: string) => review.files.find((file) => file.path === path)?.lines;
    expect(lines("full/lib/draw.js")?.every(({ kind }) => kind === "added")).toBe(true);
    expect(lines("reduced/main.js")?.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "added", text: "// half" },
    ]);
    expect(review.state).toMatchObject({ wanted: 1, counting: [], selfApproved: false });
  });

  it("shows what changed since the newest approval, the load and then the text", async () => {
    await approvePlan(agent, before, planFile, plainly);
    const review = await reviewPlan(agent, after, planFile, null);
    expect(review.against).toMatchObject({ by: "ana", at: "2026-11-24T12:00:00.000Z" });
    expect(review.parts).toEqual(["script", "script of the reduced load", "limit vus 300 to 400"]);
    const peak = review.changes.find((change) => change.before?.includes("130") === true);
    expect(peak).toMatchObject({ after: expect.stringContaining("260") as string, direction: "more" });
    expect(review.files.map(({ path }) => path)).toEqual(["full/main.js", "reduced/main.js"]);
    expect(review.files[0]?.lines.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "removed", text: "  return 1;" },
      { kind: "added", text: "  return 2;" },
    ]);
  });

  it("compares with another approval even where this very run was approved: the second approver sees what the first one saw", async () => {
    await approvePlan(agent, before, planFile, plainly);
    agent.pass(1000);
    await approvePlan(agent, after, planFile, plainly);
    const review = await reviewPlan(agent, after, planFile, null);
    expect(review.against?.at).toBe("2026-11-24T12:00:00.000Z");
    expect(review.state.counting.map(({ by }) => by)).toEqual(["ana"]);
  });

  it("takes the newest of several, expired or not", async () => {
    await approvePlan(agent, before, planFile, plainly);
    agent.pass(1000);
    await approvePlan(agent, reviewableRun({ effectivePlan: "5".repeat(64) }), planFile, plainly);
    agent.pass(90 * 86_400_000);
    const review = await reviewPlan(agent, after, planFile, null);
    expect(review.against?.at).toBe("2026-11-24T12:00:01.000Z");
    expect(review.parts).toContain("plan");
  });

  it("does not compare with what a stranger put there, changed or damaged", async () => {
    const eve = agentOf("eve");
    const forged = reviewableRun({ ...after.approvable, effectivePlan: "6".repeat(64) });
    await approvePlan(eve, forged, planFile, plainly);
    expect((await reviewPlan(agent, after, planFile, null)).against).toBeNull();

    const { file } = await approvePlan(agent, before, planFile, plainly);
    await writeFile(file, (await readFile(file, "utf8")).replace("return 1", "return 2"));
    expect((await reviewPlan(agent, after, planFile, null)).against).toBeNull();
    await writeFile(file, "{");
    expect((await reviewPlan(agent, after, planFile, null)).against).toBeNull();
  });

  it.each([{ environment: "staging" }, { plan: "other" }])("does not compare with an approval of %j", async (other) => {
    await approvePlan(agent, reviewableRun(other), planFile, plainly);
    expect((await reviewPlan(agent, after, planFile, null)).against).toBeNull();
  });

  it("compares with the approval named, by digits of its hash or by its file", async () => {
    const { file, sha256 } = await approvePlan(agent, before, planFile, plainly);
    expect((await reviewPlan(agent, after, planFile, sha256.slice(0, 8))).against?.sha256).toBe(sha256);
    expect((await reviewPlan(agent, after, planFile, file)).against?.sha256).toBe(sha256);
    await mkdir(join(directory, "elsewhere"));
    await writeFile(join(directory, "elsewhere/last-year.json"), await readFile(file));
    expect((await reviewPlan(agent, after, planFile, "elsewhere/last-year.json")).against?.by).toBe("ana");
  });

  it("says of an approval named that nobody's key stands behind it", async () => {
    const { sha256 } = await approvePlan(agentOf("eve"), before, planFile, plainly);
    expect((await reviewPlan(agent, after, planFile, sha256)).against).toEqual({ sha256, by: null, at: null });
  });

  it.each([
    ["00000000", /PA_FILE_UNREADABLE.*no file 00000000/u],
    ["none.json", /PA_FILE_UNREADABLE/u],
    ["plan.yaml", /PA_APPROVAL_INVALID/u],
  ])("refuses --against %s", async (against, text) => {
    await writeFile(join(directory, "plan.yaml"), "name: x");
    await expect(reviewPlan(agent, after, planFile, against)).rejects.toThrow(text);
  });

  it("refuses digits that several hashes begin with", async () => {
    await mkdir(join(directory, "approvals"));
    for (const end of ["1", "2"]) await writeFile(join(directory, "approvals", `${"a".repeat(63)}${end}.json`), "{}");
    await expect(reviewPlan(agent, after, planFile, "aaaaaa")).rejects.toThrow(/PA_USAGE.*2 approvals begin so/u);
  });

  it("writes hidden characters out, and lists where they are", async () => {
    const script = "const admin = 1; // \u202E check\n";
    const { files, hidden, checks } = await reviewPlan(agent, reviewableRun({}, { script }), planFile, null);
    expect(JSON.stringify(files)).not.toContain("\u202E");
    expect(hidden).toEqual([
      { path: "full/main.js", line: 1, text: expect.stringContaining("U+202E") as string },
      { path: "reduced/main.js", line: 2, text: expect.stringContaining("U+202E") as string },
    ]);
    expect(checks.join("\n")).toContain("2 lines of the script with hidden");
  });

  it("shows nothing where the guard refuses", async () => {
    await expect(reviewPlan(agent, reviewableRun({}, { refused: true }), planFile, null)).rejects.toThrow(
      "PA_GUARD_LIMIT",
    );
  });
});
