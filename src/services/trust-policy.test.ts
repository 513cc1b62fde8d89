import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import {
  describeOpenings,
  examinePolicy,
  listTrusted,
  revokeTrust,
  trustedPolicies,
  trustPolicy,
} from "./trust-policy.ts";

const head = "apiVersion: perf-agent/v1\nkind: Policy\n";
let directory: string;
let agent: ReviewAgent;
let key: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-trust-"));
  agent = reviewAgent(directory, "ana");
  key = await agent.signer.publicKey();
  await writeFile(
    join(directory, "open.yaml"),
    `${head}environments:
  local: { kind: local, baseUrl: "http://127.0.0.1:8080" }
  perf: { kind: perf, baseUrl: "https://shop.perf.test", hosts: [shop.perf.test], ranges: [10.20.0.0/16] }
  prod: { kind: production, hosts: [shop.example.com] }
review: { selfApprove: [local, perf], keys: { ben: "${key}" } }
notify: { webhooks: [ { url: "https://hooks.test/x", on: [alert] } ] }
secrets: [SHOP_PASSWORD]
`,
  );
  await writeFile(join(directory, "closed.yaml"), `${head}limits: { vus: 10 }\n`);
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

describe("trust", () => {
  it("tells what only a trusted policy may do, and nothing that any may", async () => {
    const { environments, opens, trusted } = await examinePolicy(agent, "open.yaml");
    expect(trusted).toBe(false);
    expect(environments).toEqual(["local", "perf", "prod"]);
    expect(describeOpenings(opens)).toEqual([
      "environment perf (perf): shop.perf.test, in 10.20.0.0/16",
      "approval of their own runs by everybody on perf",
      `approvals of ben by the key ${key}`,
      "messages about every run (alert) to https://hooks.test/x",
      "the environment variable SHOP_PASSWORD to plans handed in to the service",
    ]);
    expect(describeOpenings((await examinePolicy(agent, "closed.yaml")).opens)).toEqual([]);
    expect(await trustedPolicies(agent)).toEqual(new Set());
    expect(await agent.audited()).toEqual([]);
  });

  it("holds for exactly these bytes, in a list for its owner alone, and is audited", async () => {
    const { sha256, trusted } = await trustPolicy(agent, "open.yaml");
    expect(trusted).toBe(true);
    expect(await trustedPolicies(agent)).toEqual(new Set([sha256]));
    expect((await stat(agent.trustFile)).mode & 0o777).toBe(0o600);
    const [entry] = await agent.audited();
    expect(entry).toMatchObject({ actor: "ana", action: "trust", outcome: "done", subject: "open.yaml" });
    expect(entry?.reasons).toContain("opens approval of their own runs by everybody on perf");
    await writeFile(join(directory, "open.yaml"), `${await readFile(join(directory, "open.yaml"), "utf8")}# more\n`);
    expect((await examinePolicy(agent, "open.yaml")).trusted).toBe(false);
  });

  it("is listed with what became of the file", async () => {
    await trustPolicy(agent, "open.yaml");
    await trustPolicy(agent, "open.yaml");
    await trustPolicy(agent, "closed.yaml");
    await writeFile(join(directory, "open.yaml"), `${head}limits: { vus: 9 }\n`);
    expect((await listTrusted(agent)).map(({ now }) => now)).toEqual(["changed", "as trusted"]);
    await rm(join(directory, "open.yaml"));
    expect((await listTrusted(agent)).map(({ file, now }) => [file, now])).toEqual([
      [join(directory, "open.yaml"), "gone"],
      [join(directory, "closed.yaml"), "as trusted"],
    ]);
  });

  it.each<[string, (sha256: string) => string]>([
    ["the file, changed since or not", () => "open.yaml"],
    ["digits of its digest", (sha256) => sha256.slice(0, 8)],
  ])("is taken back by %s", async (_, name) => {
    const { sha256 } = await trustPolicy(agent, "open.yaml");
    await trustPolicy(agent, "closed.yaml");
    await writeFile(join(directory, "open.yaml"), `${head}limits: { vus: 9 }\n`);
    expect((await revokeTrust(agent, name(sha256))).map((entry) => entry.sha256)).toEqual([sha256]);
    expect((await listTrusted(agent)).map(({ file }) => file)).toEqual([join(directory, "closed.yaml")]);
    expect((await agent.audited())[0]?.reasons).toEqual([`trust revoked from sha256 ${sha256}`]);
    await expect(revokeTrust(agent, name(sha256))).rejects.toThrow(/PA_USAGE.*not trusted here/u);
  });

  it("is taken back by the bytes, wherever they are", async () => {
    const { sha256 } = await trustPolicy(agent, "open.yaml");
    await writeFile(join(directory, "copy.yaml"), await readFile(join(directory, "open.yaml")));
    expect((await revokeTrust(agent, "copy.yaml")).map((entry) => entry.sha256)).toEqual([sha256]);
  });

  it("reads lists of digests alone, as the first version wrote them", async () => {
    const digest = "a".repeat(64);
    await agent.documents.write(agent.trustFile, JSON.stringify([digest]), { overwrite: true });
    expect(await trustedPolicies(agent)).toEqual(new Set([digest]));
    expect(await listTrusted(agent)).toEqual([{ sha256: digest, file: null, at: null, now: "unknown" }]);
    await trustPolicy(agent, "closed.yaml");
    expect(await trustedPolicies(agent)).toContain(digest);
  });

  it.each(["{", '{"a":1}', "[1]"])("does not read a list that is %s", async (text) => {
    await agent.documents.write(agent.trustFile, text, { overwrite: true });
    await expect(trustedPolicies(agent)).rejects.toThrow("PA_FILE_UNREADABLE");
  });

  it("refuses what is no policy, and trusts nothing then", async () => {
    await writeFile(join(directory, "bad.yaml"), `${head}limits: { vus: many }\n`);
    await expect(trustPolicy(agent, "bad.yaml")).rejects.toThrow("PA_POLICY_INVALID");
    await expect(trustPolicy(agent, "none.yaml")).rejects.toThrow("PA_FILE_UNREADABLE");
    expect(await trustedPolicies(agent)).toEqual(new Set());
  });
});
