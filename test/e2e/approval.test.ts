import { appendFile, copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { approvalFileSchema } from "../../src/contract/approval.ts";
import { errorDocumentSchema } from "../../src/contract/error-document.ts";
import {
  approveDocumentSchema,
  auditDocumentSchema,
  keysDocumentSchema,
  reviewDocumentSchema,
  trustDocumentSchema,
  trustListDocumentSchema,
  type ApproveDocument,
  type ReviewDocument,
} from "../../src/contract/review-documents.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { createWorkplace, type Finished, type Workplace } from "../support/command-line.ts";
import { countingTarget, type CountingTarget } from "../support/counting-target.ts";
import { k6UnderTest } from "../support/k6-under-test.ts";

const k6 = await k6UnderTest("PERF_AGENT_K6", "2.2.0");
const missing = "reason" in k6 ? k6.reason : null;

/** The load of the plan, in virtual users, and a data set with a masked column. */
const planOf = (vus: number): string => `
apiVersion: perf-agent/v1
kind: TestPlan
name: guarded
service: shop
seed: 3
target: { environment: shop }
data:
  users: { file: users.csv, mode: random, masked: [password] }
endpoints:
  list: { method: GET, path: "/list/{users.name}", headers: { x-password: "{users.password}" } }
scenarios:
  browse:
    load: { profile: smoke, vus: ${vus}, hold: 1s }
    mix: { list: 1 }
    think: 200ms
`;
const users = "name,password\nann,s3cret-ann\nbob,s3cret-bob\n";
const head = "apiVersion: perf-agent/v1\nkind: Policy\n";

describe.skipIf(missing !== null)(`approval on real k6${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let target: CountingTarget;
  let place: Workplace;
  beforeAll(async () => {
    target = await countingTarget();
    place = await createWorkplace();
  });
  afterAll(async () => {
    await place.remove();
    await target.close();
  });

  /** The machine's policy: an environment on loopback whose users may not approve by running. */
  const machinePolicy = (review = "{ selfApprove: [] }", more = ""): string =>
    `${head}environments: { shop: { kind: local, baseUrl: "http://127.0.0.1:${target.port}" } }\nreview: ${review}\n${more}`;
  const perfAgent = (args: readonly string[], env: Record<string, string> = {}): Promise<Finished> =>
    place.run(args, { PERF_AGENT_POLICY: join(place.directory, "machine.yaml"), USER: "ana", ...env });
  /** Somebody on another machine: another name, another key. */
  const asBen = {
    USER: "ben",
    get XDG_CONFIG_HOME() {
      return join(place.directory, ".config-ben");
    },
  };

  const approve = async (args: readonly string[] = [], env: Record<string, string> = {}): Promise<ApproveDocument> => {
    const { code, stdout, stderr } = await perfAgent(["approve", "plan.yaml", "--json", ...args], env);
    expect(stderr).not.toContain("PA_");
    expect(code).toBe(0);
    return approveDocumentSchema.parse(JSON.parse(stdout));
  };
  const review = async (args: readonly string[] = []): Promise<ReviewDocument> => {
    const { code, stdout } = await perfAgent(["review", "plan.yaml", "--json", ...args]);
    expect(code).toBe(0);
    return reviewDocumentSchema.parse(JSON.parse(stdout));
  };
  /** Codes of a refused run; nothing has reached the target then. */
  const refusal = async (args: readonly string[] = [], env: Record<string, string> = {}): Promise<string[]> => {
    const before = target.requests();
    const { code, stdout } = await perfAgent(["run", "plan.yaml", "--json", ...args], env);
    expect(code).toBe(2);
    expect(target.requests()).toBe(before);
    return errorDocumentSchema.parse(JSON.parse(stdout)).errors.map((error) => error.code);
  };

  beforeEach(async () => {
    for (const name of await readdir(place.directory)) {
      if (!name.startsWith(".config")) await rm(join(place.directory, name), { recursive: true });
    }
    await place.write("plan.yaml", planOf(1));
    await place.write("users.csv", users);
    await place.write("machine.yaml", machinePolicy());
  });

  it("is wanted, given and used, and all of it is in the audit log", async () => {
    expect(await refusal()).toEqual(["PA_APPROVAL_MISSING"]);

    const before = target.requests();
    const first = await review();
    expect(first).toMatchObject({
      against: null,
      wanted: 1,
      approvals: [],
      approveWith: "perf-agent approve plan.yaml",
    });
    expect(first.files.map(({ path }) => path)).toContain("full/main.js");
    const approved = await approve(["--comment", "looks fine", "--hash", first.sha256]);
    expect(approved).toMatchObject({ sha256: first.sha256, environment: "shop", refused: [] });
    expect(approved.approvals).toMatchObject([{ by: "ana", comment: "looks fine" }]);
    expect(target.requests()).toBe(before);
    const file = await readFile(approved.file, "utf8");
    expect(approvalFileSchema.parse(JSON.parse(file)).approvals).toHaveLength(1);
    expect(file).not.toContain("s3cret");

    const { code, stdout } = await perfAgent(["run", "plan.yaml", "--json"]);
    expect(code).toBe(0);
    const { runId } = runDocumentSchema.parse(JSON.parse(stdout));
    expect(target.requests()).toBeGreaterThan(before);

    const log = await perfAgent(["audit", "--json"]);
    const { entries } = auditDocumentSchema.parse(JSON.parse(log.stdout));
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      expect.arrayContaining(["run refused", "approve done", "run allowed"]),
    );
    const one = await perfAgent(["audit", runId]);
    expect(one.stdout).toContain("run allowed");
    expect(one.stdout).not.toContain("approve");
  });

  it("shows in a terminal's words what approving allows, and what changed since", async () => {
    const { stdout } = await perfAgent(["approve", "plan.yaml"]);
    expect(stdout).toMatch(/load {5}browse: 1 VU until 1s\n/u);
    expect(stdout).toMatch(/approved 1 of 1 {2}ana, /u);
    await place.write("plan.yaml", planOf(2));
    const { code, stdout: shown } = await perfAgent(["review", "plan.yaml"]);
    expect(code).toBe(0);
    expect(shown).toMatch(/against {2}[0-9a-f]{8}, approved by ana, /u);
    expect(shown).toContain("approved 0 of 1");
    expect(shown).toMatch(/approve {2}perf-agent approve plan.yaml --hash [0-9a-f]{16}$/mu);
  });

  it("tells more load from less, before the text", async () => {
    await approve();
    await place.write("plan.yaml", planOf(3));
    const { changes, changedParts, files, against } = await review();
    expect(against?.by).toBe("ana");
    expect(changedParts).toEqual(expect.arrayContaining(["plan", "script", "script of the reduced load"]));
    expect(changes[0]).toMatchObject({ direction: "more" });
    expect(changes.some(({ before, after }) => before?.includes("1") === true && after?.includes("3") === true)).toBe(
      true,
    );
    expect(files.find(({ path }) => path === "full/main.js")?.lines.some(({ kind }) => kind === "added")).toBe(true);
  });

  /** The one approval that all of these rows change something about: freezing scripts takes seconds. */
  let given: Promise<{ readonly file: string; readonly text: string }> | null = null;
  const approveOnce = async (): Promise<{ readonly file: string; readonly text: string }> => {
    given ??= approve().then(async ({ file }) => ({ file, text: await readFile(file, "utf8") }));
    const { file, text } = await given;
    await place.write(relative(place.directory, file), text);
    return { file, text };
  };

  it.each<[string, () => Promise<readonly string[] | void>]>([
    ["the plan", () => place.write("plan.yaml", planOf(2))],
    ["a row of data", () => place.write("users.csv", users.replace("bob", "eve"))],
    ["a masked value", () => place.write("users.csv", users.replace("s3cret-bob", "s3cret-eve"))],
    ["a limit", () => place.write("perf-agent.yaml", `${head}limits: { vus: 20 }\n`)],
  ])("does not hold once %s was changed", async (_, change) => {
    await approveOnce();
    const args = (await change()) ?? [];
    expect(await refusal(args)).toEqual(["PA_APPROVAL_MISSING"]);
  });

  it("does not hold for another program of the engine", async () => {
    if (!("found" in k6)) throw new Error("no engine");
    await approveOnce();
    const copy = join(place.directory, "k6");
    await copyFile(k6.found.path, copy);
    await appendFile(copy, "\n");
    const { code, stdout } = await perfAgent(["run", "plan.yaml", "--json"], { PERF_AGENT_K6: copy });
    expect(code).toBe(2);
    const { errors } = errorDocumentSchema.parse(JSON.parse(stdout));
    expect(errors.map((error) => error.code)).toEqual(["PA_APPROVAL_MISSING"]);
    expect(errors[0]?.text).toContain("program of the engine");
  });

  it.each<[string, (text: string) => string]>([
    ["the name in it", (text) => text.replace('"by": "ana"', '"by": "eva"')],
    ["the load in it", (text) => text.replace('"peakVus": 1', '"peakVus": 0')],
    ["the plan that it approves", (text) => text.replace('"plan": "guarded"', '"plan": "gvarded"')],
    ["its end", (text) => text.slice(0, -3)],
  ])("does not hold once %s was changed", async (_, change) => {
    const { file, text } = await approveOnce();
    expect(change(text)).not.toBe(text);
    await writeFile(file, change(text));
    expect(await refusal()).toEqual(["PA_APPROVAL_INVALID", "PA_APPROVAL_MISSING"]);
  });

  it("covers an edited script, and not the one edited after it", async () => {
    await perfAgent(["generate", "plan.yaml", "-o", "script"]);
    const main = join(place.directory, "script/main.js");
    await appendFile(main, "\n// edited once\n");
    await approve(["--script", "script"]);
    expect(await refusal()).toEqual(["PA_APPROVAL_MISSING"]);
    await appendFile(main, "// edited twice\n");
    expect(await refusal(["--script", "script"])).toEqual(["PA_APPROVAL_MISSING"]);
    await writeFile(main, (await readFile(main, "utf8")).replace("// edited twice\n", ""));
    const { code } = await perfAgent(["run", "plan.yaml", "--script", "script", "--json"]);
    expect(code).toBe(0);
  });

  it("by somebody else is had from somebody else: no name that is typed and no project file stands in", async () => {
    const { key } = keysDocumentSchema.parse(JSON.parse((await perfAgent(["keys", "--json"], { ...asBen })).stdout));
    const own = keysDocumentSchema.parse(JSON.parse((await perfAgent(["keys", "--json"])).stdout));
    await place.write("machine.yaml", machinePolicy(`{ selfApprove: [], keys: { Ben: "${key}" } }`));
    await approve([], { USER: "ben" });
    expect(await refusal()).toEqual(["PA_APPROVAL_INVALID", "PA_APPROVAL_MISSING"]);
    await place.write(
      "perf-agent.yaml",
      `${head}review: { selfApprove: [shop], approvals: { shop: 0 }, keys: { ana: "${own.key}" } }\n`,
    );
    await perfAgent(["trust"]);
    expect(await refusal()).toContain("PA_APPROVAL_MISSING");
    await rm(join(place.directory, "perf-agent.yaml"));

    const both = await approve([], { ...asBen });
    expect(both.approvals.map(({ by }) => by)).toEqual(["Ben"]);
    const { code, stderr } = await perfAgent(["run", "plan.yaml", "--json"]);
    expect(code).toBe(0);
    expect(stderr).toContain("Ben, ");
  });

  it("is refused with the plan where the guard refuses", async () => {
    await place.write("plan.yaml", planOf(900));
    for (const command of ["review", "approve"]) {
      const { code, stdout } = await perfAgent([command, "plan.yaml", "--json"]);
      expect([command, code]).toEqual([command, 2]);
      expect(errorDocumentSchema.parse(JSON.parse(stdout)).errors[0]?.code).toBe("PA_GUARD_LIMIT");
    }
    expect(await readdir(place.directory)).not.toContain("approvals");
  });

  it("shows what trusting a policy opens, lists what is trusted and takes it back", async () => {
    await place.write(
      "perf-agent.yaml",
      `${head}environments: { perf: { kind: perf, baseUrl: "http://shop.perf.test", ranges: [10.20.0.0/16] } }\n`,
    );
    const env = { XDG_CONFIG_HOME: join(place.directory, ".config-trust") };
    const trust = (...args: string[]): Promise<Finished> => perfAgent(["trust", ...args], env);
    expect((await trust("--show")).stdout).toContain("environment perf (perf): shop.perf.test, in 10.20.0.0/16");
    expect((await trust("--list")).stdout).toContain("No project policy");
    const { sha256, trusted, opens } = trustDocumentSchema.parse(JSON.parse((await trust("--json")).stdout));
    expect({ trusted, names: opens.environments.map(({ name }) => name) }).toEqual({ trusted: true, names: ["perf"] });
    const list = async (): Promise<unknown> =>
      trustListDocumentSchema.parse(JSON.parse((await trust("--list", "--json")).stdout)).policies;
    expect(await list()).toMatchObject([{ sha256, now: "as trusted" }]);
    expect((await trust("--revoke", "perf-agent.yaml")).stdout).toContain("revoked");
    expect(await list()).toEqual([]);
  });
});
