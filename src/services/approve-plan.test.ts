import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, asyncProperty, integer } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, reviewableRun, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import { approvalFileSchema, type ApprovalFile } from "../contract/approval.ts";
import { PerfAgentError } from "../contract/errors.ts";
import { approvePlan, assertReviewed, reviewSchema } from "./approve-plan.ts";

const planFile = "plan.yaml";
const plainly = { comment: null, reviewed: null };
let directory: string;
let agent: ReviewAgent;
const agents: ReviewAgent[] = [];
function agentOf(user: string): ReviewAgent {
  const made = reviewAgent(directory, user);
  agents.push(made);
  return made;
}
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-approve-"));
  agent = agentOf("ana");
});
afterEach(async () => {
  for (const made of agents.splice(0)) await made.close();
  await rm(directory, { recursive: true });
});

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure === null) return [];
  if (failure instanceof PerfAgentError) return failure.mistakes.map(({ code }) => code);
  throw failure;
}

async function change(file: string, edit: (content: ApprovalFile) => unknown): Promise<void> {
  const content = approvalFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const edited = edit(content) ?? content;
  await writeFile(file, JSON.stringify(edited));
}

describe("an approval", () => {
  it("lets exactly what was approved run, and says by whom", async () => {
    const run = reviewableRun();
    expect(await codesOf(assertReviewed(agent, run, planFile))).toEqual(["PA_APPROVAL_MISSING"]);
    const { file, sha256, counting, wanted } = await approvePlan(agent, run, planFile, {
      comment: "for the release",
      reviewed: null,
    });
    expect(file).toBe(join(directory, "approvals", `${sha256}.json`));
    expect(counting).toHaveLength(wanted);
    const review = await assertReviewed(agent, run, planFile);
    expect(reviewSchema.parse(review)).toEqual({
      sha256,
      approvals: [{ by: "ana", at: "2026-11-24T12:00:00.000Z", key: await agent.signer.publicKey() }],
    });
    expect(await agent.audited()).toEqual([
      expect.objectContaining({
        actor: "ana",
        action: "approve",
        outcome: "done",
        subject: "small on perf",
        reasons: [`sha256 ${sha256}`, `signed by ${await agent.signer.publicKey()}`, "for the release"],
      }),
    ]);
  });

  it.each<[string, Parameters<typeof reviewableRun>[0]]>([
    ["the plan", { effectivePlan: "1".repeat(64) }],
    ["the script", { archives: { full: "1".repeat(64) } }],
    ["the reduced script", { archives: { full: "a".repeat(64), reduced: "1".repeat(64) } }],
    ["data", { data: { users: "1".repeat(64) } }],
    ["a limit", { limits: { vus: 301 } }],
    ["a limit that is lifted", { limits: { vus: null } }],
    ["the engine", { engine: { version: "2.2.0", sha256: "1".repeat(64) } }],
    ["the environment", { environment: "staging" }],
  ])("does not hold where %s is another", async (_, approvable) => {
    await approvePlan(agent, reviewableRun(), planFile, plainly);
    expect(await codesOf(assertReviewed(agent, reviewableRun(approvable), planFile))).toEqual(["PA_APPROVAL_MISSING"]);
  });

  it("says what changed since the newest approval", async () => {
    await approvePlan(agent, reviewableRun(), planFile, plainly);
    const after = reviewableRun({ limits: { vus: 400 }, engine: { version: "2.3.0", sha256: "1".repeat(64) } });
    await expect(assertReviewed(agent, after, planFile)).rejects.toThrow(
      /"perf" wants 1 approval of [0-9a-f]{8}, there is none that counts; ana approved [0-9a-f]{8} at 2026-11-24 12:00:00 UTC, since then changed: limit requests is gone, limit vus 300 to 400, engine 2.2.0 to 2.3.0/u,
    );
  });

  it("is not asked for where users may approve by running", async () => {
    const run = reviewableRun({ environment: "local" }, { review: { selfApprove: ["local"] } });
    expect((await assertReviewed(agent, run, planFile)).approvals).toBeNull();
    expect(await readdir(directory)).not.toContain("approvals");
  });

  it("is asked for where a policy says that none is wanted", async () => {
    const run = reviewableRun({}, { review: { approvals: { perf: 0 } } });
    expect(await codesOf(assertReviewed(agent, run, planFile))).toEqual(["PA_APPROVAL_MISSING"]);
  });

  it.each<[string, (content: ApprovalFile) => unknown]>([
    ["its author", (content) => Object.assign(content.approvals[0] ?? {}, { by: "ben" })],
    ["its time", (content) => Object.assign(content.approvals[0] ?? {}, { at: "2026-11-24T12:00:00.001Z" })],
    ["its comment", (content) => Object.assign(content.approvals[0] ?? {}, { comment: "x" })],
    ["its signature", (content) => Object.assign(content.approvals[0] ?? {}, { signature: "AAAA" })],
    ["the load that it shows", (content) => Object.assign(content.load, { peakVus: 1 })],
    ["the script that it shows", (content) => Object.assign(content.script, { "full/main.js": { text: "" } })],
  ])("does not count when %s was changed afterwards", async (_, edit) => {
    const { file } = await approvePlan(agent, reviewableRun(), planFile, plainly);
    await change(file, (content) => {
      edit(content);
    });
    expect(await codesOf(assertReviewed(agent, reviewableRun(), planFile))).toEqual([
      "PA_APPROVAL_INVALID",
      "PA_APPROVAL_MISSING",
    ]);
  });

  it.each<[string, (content: ApprovalFile) => unknown]>([
    ["what it approves", (content) => Object.assign(content.approvable.limits, { vus: 1 })],
    ["its version", (content) => ({ ...content, schemaVersion: 1 })],
    ["its shape", (content) => ({ ...content, more: true })],
  ])("is no approval when %s was changed, whether it is read or extended", async (_, edit) => {
    const { file } = await approvePlan(agent, reviewableRun(), planFile, plainly);
    await change(file, edit);
    expect(await codesOf(assertReviewed(agent, reviewableRun(), planFile))).toEqual([
      "PA_APPROVAL_INVALID",
      "PA_APPROVAL_MISSING",
    ]);
    expect(await codesOf(approvePlan(agent, reviewableRun(), planFile, plainly))).toEqual(["PA_APPROVAL_INVALID"]);
  });

  it("of another plan does not count under a new name", async () => {
    const { file } = await approvePlan(agent, reviewableRun(), planFile, plainly);
    const other = reviewableRun({ effectivePlan: "1".repeat(64) });
    const wanted = await approvePlan(agent, other, planFile, plainly);
    await writeFile(wanted.file, await readFile(file));
    expect(await codesOf(assertReviewed(agent, other, planFile))).toContain("PA_APPROVAL_INVALID");
  });

  it("moved into a file of another hash is not signed for it", async () => {
    const mine = await approvePlan(agent, reviewableRun(), planFile, plainly);
    const stranger = agentOf("eve");
    const other = reviewableRun({ effectivePlan: "1".repeat(64) });
    const theirs = await approvePlan(stranger, other, planFile, plainly);
    const { approvals } = approvalFileSchema.parse(JSON.parse(await readFile(mine.file, "utf8")));
    await change(theirs.file, (content) => ({ ...content, approvals }));
    expect(await codesOf(assertReviewed(agent, other, planFile))).toEqual([
      "PA_APPROVAL_INVALID",
      "PA_APPROVAL_MISSING",
    ]);
  });

  it("holds as long as the policy says", async () => {
    await approvePlan(agent, reviewableRun(), planFile, plainly);
    agent.pass(30 * 86_400_000 - 1);
    expect(await codesOf(assertReviewed(agent, reviewableRun(), planFile))).toEqual([]);
    agent.pass(1);
    expect(await codesOf(assertReviewed(agent, reviewableRun(), planFile))).toEqual([
      "PA_APPROVAL_EXPIRED",
      "PA_APPROVAL_MISSING",
    ]);
    await approvePlan(agent, reviewableRun(), planFile, plainly);
    expect(await codesOf(assertReviewed(agent, reviewableRun(), planFile))).toEqual([]);
  });

  it("by a key that the policy lists counts on any machine; a name that was typed does not", async () => {
    const ben = agentOf("ben");
    const policy = { review: { keys: { Ben: await ben.signer.publicKey() } } };
    await approvePlan(agent, reviewableRun({}, policy), planFile, plainly);
    expect(await codesOf(assertReviewed(agent, reviewableRun({}, policy), planFile))).toEqual([
      "PA_APPROVAL_INVALID",
      "PA_APPROVAL_MISSING",
    ]);
    await approvePlan(ben, reviewableRun({}, policy), planFile, plainly);
    const { approvals } = await assertReviewed(agent, reviewableRun({}, policy), planFile);
    expect(approvals?.map(({ by }) => by)).toEqual(["Ben"]);
  });

  it("by two keys is two; by one key twice is one", async () => {
    const ben = agentOf("ben");
    const keys = { ana: await agent.signer.publicKey(), ben: await ben.signer.publicKey() };
    const run = reviewableRun({}, { review: { keys, approvals: { perf: 2 } } });
    await approvePlan(agent, run, planFile, plainly);
    await approvePlan(agent, run, planFile, plainly);
    await expect(assertReviewed(agent, run, planFile)).rejects.toThrow('"perf" wants 2 approvals');
    await approvePlan(ben, run, planFile, plainly);
    const { approvals } = await assertReviewed(agent, run, planFile);
    expect(approvals?.map(({ by }) => by).toSorted()).toEqual(["ana", "ben"]);
  });

  it("is not added to a file that shows another load or script than this machine made, but for its price", async () => {
    await approvePlan(agent, reviewableRun(), planFile, plainly);
    const dearer = reviewableRun({}, { cost: 9 });
    expect(await codesOf(approvePlan(agent, dearer, planFile, plainly))).toEqual([]);
    const other = reviewableRun({}, { script: "export default () => null;\n" });
    expect(await codesOf(approvePlan(agent, other, planFile, plainly))).toEqual(["PA_APPROVAL_INVALID"]);
  });

  it("is not given where the guard refuses", async () => {
    const run = reviewableRun({}, { refused: true });
    expect(await codesOf(approvePlan(agent, run, planFile, plainly))).toEqual(["PA_GUARD_LIMIT"]);
    expect(await readdir(directory)).not.toContain("approvals");
  });

  it.each([
    ["another plan than the one reviewed", "0".repeat(8), "PA_APPROVAL_INVALID"],
    ["digits that are too few", "0000000", "PA_USAGE"],
    ["what is no hash", "latest", "PA_USAGE"],
  ])("is not given to %s", async (_, reviewed, code) => {
    const approved = approvePlan(agent, reviewableRun(), planFile, { comment: null, reviewed });
    expect(await codesOf(approved)).toEqual([code]);
    expect(await readdir(directory)).not.toContain("approvals");
  });

  it("is given to what was reviewed", async () => {
    const { sha256 } = await approvePlan(agent, reviewableRun(), planFile, plainly);
    for (const digits of [8, 64]) {
      const reviewed = sha256.slice(0, digits);
      expect((await approvePlan(agent, reviewableRun(), planFile, { comment: null, reviewed })).sha256).toBe(sha256);
    }
  });

  it("holds no row of data, masked or not", async () => {
    const { file } = await approvePlan(agent, reviewableRun(), planFile, plainly);
    const text = await readFile(file, "utf8");
    expect(text).toContain("full/data/users.masked.json");
    expect(text).toContain("export default");
    expect(text).not.toContain("s3cret-row");
  });

  it("with one byte of its file changed is refused, or says what it said before", async () => {
    const { file } = await approvePlan(agent, reviewableRun(), planFile, { comment: "fine", reviewed: null });
    const good = await readFile(file);
    const said = JSON.stringify(JSON.parse(good.toString("utf8")));
    await assert(
      asyncProperty(integer({ min: 0, max: good.length - 1 }), integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(good);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        await writeFile(file, bytes);
        const codes = await codesOf(assertReviewed(agent, reviewableRun(), planFile));
        const refused = codes.at(-1) === "PA_APPROVAL_MISSING";
        expect(refused || JSON.stringify(JSON.parse(bytes.toString("utf8"))) === said).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
