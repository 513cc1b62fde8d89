import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { approvalFileSchema, type ApprovalFile } from "../../../src/contract/approval.ts";
import { edited, honestPlan, machinePolicy, type CommandOptions, type Stage } from "../../support/attack-stage.ts";
import { enginesUnderTest } from "../../support/attack-engine.ts";
import { inIteration, scriptFolder, writeEditedScript } from "../../support/attack-script.ts";
import { attackOf, refusedInTime, documentOf, onStage, type RefusedAttack } from "../../support/attack-table.ts";

const data = "data: { rows: { file: rows.csv } }\n";
const plan = edited(
  edited(`${honestPlan}${data}`, "environment: local", "environment: perf"),
  "path: /home",
  'path: "/home/{rows.name}"',
);
const files = { "plan.yaml": plan, "rows.csv": "name\none\ntwo\n" };
const engines = await enginesUnderTest();
const [current, older] = engines.map(({ found }) => found?.path ?? "");
const day = 86_400_000;

async function approve(stage: Stage, options?: CommandOptions, more: readonly string[] = []): Promise<void> {
  const finished = await stage.run(["approve", "plan.yaml", ...more], options);
  if (finished.code !== 0) throw new Error(`not approved:\n${finished.stdout}${finished.stderr}`);
}

/** Changes the approval file that is there, as whoever can write to the repository could. */
async function forge(stage: Stage, change: (file: ApprovalFile) => ApprovalFile): Promise<void> {
  const [name = ""] = await readdir(join(stage.directory, "approvals"));
  const forged = change(approvalFileSchema.parse(JSON.parse(await stage.read(`approvals/${name}`))));
  await stage.write(`approvals/${name}`, JSON.stringify(forged, null, 2));
}

const signed =
  (change: (approval: ApprovalFile["approvals"][number]) => Partial<ApprovalFile["approvals"][number]>) =>
  (file: ApprovalFile): ApprovalFile => ({
    ...file,
    approvals: file.approvals.map((approval) => ({ ...approval, ...change(approval) })),
  });

/** Approved, then `prepare` did its worst: the run must not start. */
function attack(
  name: string,
  prepare: (stage: Stage) => Promise<unknown>,
  expects: RefusedAttack["expects"],
  options: CommandOptions = {},
): RefusedAttack {
  return {
    name,
    files,
    async prepare(stage) {
      await approve(stage);
      await prepare(stage);
    },
    options,
    expects,
  };
}

const otherKey = "ed25519:MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
const nothing = (): Promise<void> => Promise.resolve();

const attacks: readonly RefusedAttack[] = [
  { name: "no approval", files, expects: "PA_APPROVAL_MISSING" },
  attack(
    "a path changed after it",
    (stage) => stage.write("plan.yaml", edited(plan, "/home/", "/other/")),
    "PA_APPROVAL_MISSING",
  ),
  attack(
    "a load changed after it",
    (stage) => stage.write("plan.yaml", edited(plan, "iterations: 3", "iterations: 4")),
    "PA_APPROVAL_MISSING",
  ),
  attack(
    "a seed changed after it",
    (stage) => stage.write("plan.yaml", edited(plan, "seed: 1", "seed: 2")),
    "PA_APPROVAL_MISSING",
  ),
  attack(
    "one byte of the data changed after it",
    (stage) => stage.write("rows.csv", "name\none\ntwp\n"),
    "PA_APPROVAL_MISSING",
  ),
  attack(
    "a cap of the machine raised after it",
    (stage) => stage.write("../machine/policy.yaml", edited(machinePolicy(stage.target.port), "vus: 300", "vus: 301")),
    "PA_APPROVAL_MISSING",
  ),
  attack(
    "another target of the environment after it",
    (stage) => stage.write("../machine/policy.yaml", machinePolicy(stage.target.port + 1)),
    "PA_APPROVAL_MISSING",
  ),
  ...(older === undefined || older === ""
    ? []
    : [attack("another engine after it", nothing, "PA_APPROVAL_MISSING", { env: { PERF_AGENT_K6: older } })]),
  attack(
    "another name under the signature",
    (stage) =>
      forge(
        stage,
        signed(() => ({ by: "the head of operations" })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "another comment under the signature",
    (stage) =>
      forge(
        stage,
        signed(() => ({ comment: "looked at it twice" })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "another time under the signature",
    (stage) =>
      forge(
        stage,
        signed(({ at }) => ({ at: at.replace("20", "21") })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "another key under the signature",
    (stage) =>
      forge(
        stage,
        signed(() => ({ key: otherKey })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "no signature",
    (stage) =>
      forge(
        stage,
        signed(() => ({ signature: "" })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "a signature that is no Base64",
    (stage) =>
      forge(
        stage,
        signed(() => ({ signature: "\u0000'; --" })),
      ),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "a load that the approver did not see",
    (stage) => forge(stage, (file) => ({ ...file, load: { ...file.load, peakVus: 0 } })),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "a limit changed in the file",
    (stage) =>
      forge(stage, (file) => ({
        ...file,
        approvable: { ...file.approvable, limits: { ...file.approvable.limits, vus: 1000 } },
      })),
    "PA_APPROVAL_INVALID",
  ),
  attack(
    "an approval moved to a changed plan",
    async (stage) => {
      await stage.write("plan.yaml", edited(plan, "iterations: 3", "iterations: 30"));
      const elsewhere = await hashWanted(stage);
      const [name = ""] = await readdir(join(stage.directory, "approvals"));
      await rename(join(stage.directory, "approvals", name), join(stage.directory, "approvals", `${elsewhere}.json`));
    },
    ["PA_APPROVAL_INVALID", "PA_APPROVAL_MISSING"],
  ),
  attack(
    "a file that is no approval",
    async (stage) => {
      const [name = ""] = await readdir(join(stage.directory, "approvals"));
      await stage.write(`approvals/${name}`, "{");
    },
    "PA_APPROVAL_INVALID",
  ),
  attack("a month later", nothing, "PA_APPROVAL_EXPIRED", { laterMs: 31 * day }),
  {
    name: "an approval from the future",
    files,
    prepare: (stage) => approve(stage, { laterMs: day }),
    expects: ["PA_APPROVAL_INVALID", "PA_APPROVAL_EXPIRED"],
  },
  {
    name: "the approval of another machine's key",
    files,
    prepare: (stage) => approve(stage, { env: { XDG_CONFIG_HOME: join(stage.directory, "../another-machine") } }),
    expects: "PA_APPROVAL_INVALID",
  },
  attack(
    "an approval of one's own where others must approve",
    (stage) =>
      stage.write(
        "../machine/policy.yaml",
        `${machinePolicy(stage.target.port)}review: { keys: { ana: "${otherKey}" } }\n`,
      ),
    "PA_APPROVAL_INVALID",
  ),
  {
    name: "two approvals by one key",
    files: (stage) => ({
      ...files,
      "../machine/policy.yaml": `${machinePolicy(stage.target.port)}review: { approvals: { perf: 2 } }\n`,
    }),
    async prepare(stage) {
      await approve(stage, { env: { USER: "ana" } });
      await approve(stage, { env: { USER: "bo" } });
      await forge(stage, (file) => ({ ...file, approvals: [...file.approvals, ...file.approvals] }));
    },
    expects: ["PA_APPROVAL_MISSING", "PA_APPROVAL_INVALID"],
  },
  {
    name: "an edited script under the approval of the generated one",
    files,
    async prepare(stage) {
      await approve(stage);
      await writeEditedScript(stage, inIteration("Math.sqrt(4);"));
    },
    args: ["run", "plan.yaml", "--script", scriptFolder],
    expects: "PA_APPROVAL_MISSING",
  },
  {
    name: "one byte of an edited script after its approval",
    files,
    async prepare(stage) {
      await writeEditedScript(stage, inIteration("Math.sqrt(4);"));
      await approve(stage, undefined, ["--script", scriptFolder]);
      const main = `${scriptFolder}/main.js`;
      await stage.write(main, edited(await stage.read(main), "Math.sqrt(4)", "Math.sqrt(5)"));
    },
    args: ["run", "plan.yaml", "--script", scriptFolder],
    expects: "PA_APPROVAL_MISSING",
  },
];

/** The hash that a run of the plan as it is now wants to see approved: what approving it would write. */
async function hashWanted(stage: Stage): Promise<string> {
  const { stdout } = await stage.run(["review", "plan.yaml", "--json"]);
  const found = /"sha256": "([0-9a-f]{64})"/u.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`review tells no hash:\n${stdout}`);
  return found;
}

describe.skipIf(current === "")("approvals that do not count", () => {
  it.concurrent("one that counts", async () => {
    await onStage(async (stage) => {
      for (const [path, text] of Object.entries(files)) await stage.write(path, text);
      await approve(stage);
      expect(documentOf(await stage.run(["run", "plan.yaml", "--json"]))).toMatchObject({ verdict: "pass" });
      expect(stage.target.requests()).toBe(3);
    });
  });
  it.concurrent.each(attacks)("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
