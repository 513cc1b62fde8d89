import { readdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { planResourceSchema, submittedPlanSchema } from "../../src/contract/api/plans.ts";
import { executedSchema, runVerdictSchema } from "../../src/contract/api/runs.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { formOf, personOf, type Person, type Reply } from "../support/people.ts";
import { sendRaw } from "../support/raw-http.ts";
import { serve, type Served } from "../support/served.ts";

/** What the service holds and nobody may hear of. */
const secrets = {
  PERF_AGENT_TOKEN: "chosen-token-of-the-first-administrator",
  SHOP_PASSWORD: "swordfish-of-the-shop",
  UNLISTED: "plaice-of-somebody-else",
  HOOK_KEY: "whsec_dGhpcyBpcyB0aGUga2V5IG9mIHRoZSBob29rcw==",
};
const hookPath = "T0123/the-path-is-a-secret-too";

const plan = (changes: { readonly name?: string; readonly environment?: string; readonly more?: string } = {}) => {
  const { name = "hostile", environment = "perf", more = "" } = changes;
  return `apiVersion: perf-agent/v1
kind: TestPlan
name: ${name}
service: shop
target: { environment: ${environment} }
endpoints:
  list: { method: GET, path: /api/products }
scenarios:
  browse:
    load: { profile: load, vus: 1, rampUp: 0s, hold: 2s, rampDown: 0s, drain: 1s }
    mix: { list: 1 }
${more}`;
};
const withData = plan({ more: "data: { users: { file: data/users.csv } }\n" }).replace(
  "path: /api/products",
  'path: "/api/products?u={users.name}"',
);

async function submitted(person: Person, body: object): Promise<z.infer<typeof submittedPlanSchema>> {
  const { status, text, body: answer } = await person.ask("POST", "/plan", body);
  if (status !== 200) throw new Error(text);
  return submittedPlanSchema.parse(answer);
}

const codeOf = async (asked: Promise<Reply>): Promise<string> => {
  const { status, code } = await asked;
  return `${status} ${code ?? ""}`.trim();
};

const zeros = (megabytes: number): Uint8Array => gzipSync(Buffer.alloc(megabytes * 1_000_000), { level: 9 });

const executeOnce = (person: Person, id: string): Promise<Reply> =>
  person.ask("POST", "/execute", { planId: id }, { "idempotency-key": "deploy-17" });

const filesBelow = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true })).map(String).toSorted();

describe.skipIf(process.platform !== "linux")("the service, attacked", () => {
  let shop: Shop;
  let place: Workplace;
  let service: Served;
  let ana: Person;
  let ben: Person;
  let carl: Person;
  let robot: Person;
  let guest: Person;

  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 1 });
    place = await createWorkplace();
    await place.write(
      "policy.yaml",
      `apiVersion: perf-agent/v1
kind: Policy
environments:
  local: { kind: local, baseUrl: "${shop.url}", hosts: [127.0.0.1] }
  perf: { kind: local, baseUrl: "${shop.url}", hosts: [127.0.0.1] }
review: { selfApprove: [local], approvals: { perf: 1 } }
secrets: [SHOP_PASSWORD]
notify: { webhooks: [ { url: "https://hooks.perf-agent.invalid/${hookPath}", secret: { env: HOOK_KEY } } ] }
`,
    );
    service = await serve(place, { env: { ...secrets, PERF_AGENT_POLICY: join(place.directory, "policy.yaml") } });
    ana = await personOf(service, "ana", "engineer");
    ben = await personOf(service, "ben", "approver");
    carl = await personOf(service, "carl", "engineer", "approver");
    robot = await personOf(service, "robot", "ci");
    guest = await personOf(service, "guest", "viewer");
  });
  afterAll(async () => {
    await service.stop("SIGKILL");
    await shop.close();
    await place.remove();
  });

  const data = (path = ""): string => join(place.directory, "data", path);

  describe("by the names of files", () => {
    it.each([
      "../../policy.yaml",
      "..%2f..%2fpolicy.yaml",
      "%2e%2e/%2e%2e/policy.yaml",
      "..\\..\\policy.yaml",
      "data/../../../serve.yaml",
      "/etc/cron.d/perf",
      "C:\\windows\\x.csv",
      "\\\\host\\share\\x.csv",
      "users.csv\u0000.png",
      "..\u2215..\u2215policy.yaml",
      "\uff0e\uff0e/policy.yaml",
      "plan.yaml",
      "Plan.YAML",
      "plan.yaml.",
      "plan.yaml::$DATA",
      "slo/1.yaml",
      "perf-agent.yaml",
      "PERF-AGENT.yaml",
      `approvals/${"a".repeat(64)}.json`,
      ".git/config",
      "-rf",
      "nul",
      "a/b/c/d/e/f/g.csv",
      "",
    ])("%j is refused, as JSON and in a form, and nothing of it is written", async (name) => {
      const before = await filesBelow(place.directory);
      const json = await ana.ask("POST", "/plan", {
        plan: withData,
        data: { "data/users.csv": "name\na\n", [name]: "x" },
      });
      expect(json.code).toMatch(/^PA_(?:REQUEST|UPLOAD)_INVALID$/u);
      const form = await ana.ask(
        "POST",
        "/plan",
        formOf([
          ["plan", withData],
          ["data", "x", name],
        ]),
      );
      // A form may say less than JSON: its names end at a null byte, and one without a name is no file.
      expect(form.code).toMatch(/^PA_(?:REQUEST_INVALID|UPLOAD_INVALID|DATA_FILE_MISSING)$/u);
      expect(await filesBelow(place.directory)).toEqual(before);
    });

    it("in a plan lead to nothing but what came with it", async () => {
      for (const path of ["../../policy.yaml", "/etc/passwd", "data/../../../../policy.yaml", "file:///etc/passwd"]) {
        const reply = await ana.ask("POST", "/plan", { plan: withData.replace("data/users.csv", path) });
        expect(reply.status).toBe(422);
        expect(reply.text).not.toMatch(/root:|kind: Policy/u);
      }
      expect(await codeOf(ana.ask("POST", "/plan", { plan: withData }))).toBe("422 PA_DATA_FILE_MISSING");
    });

    it("in addresses lead to nothing but what came with a plan", async () => {
      const { planId } = await submitted(ana, { plan: withData, data: { "data/users.csv": "name\nann\n" } });
      const file = await guest.ask("GET", `/plans/${planId}/files/data/users.csv`);
      expect(file).toMatchObject({ status: 200, text: "name\nann\n" });
      expect(file.headers.get("content-disposition")).toBe('attachment; filename="users.csv"');
      expect(file.headers.get("content-type")).toBe("application/octet-stream");
      for (const path of [
        "..%2f..%2fserve.yaml",
        "%2e%2e%2f%2e%2e%2fkeys",
        "data%2f..%2f..%2f..%2fruns.sqlite",
        "%2fetc%2fpasswd",
        "data/users.csv%00",
        "DATA/USERS.CSV",
        "data/users.csv.",
        "approvals",
        "unknown.csv",
      ])
        expect(await codeOf(guest.ask("GET", `/plans/${planId}/files/${path}`))).toMatch(
          /^40[04] PA_(?:REQUEST_INVALID|PLAN_NOT_FOUND|ROUTE_NOT_FOUND)$/u,
        );
      for (const id of ["..%2f..", "%2e%2e", ".", "plans", "..%5c.."])
        expect(await codeOf(guest.ask("GET", `/plans/${id}/files/plan.yaml`))).toMatch(/^404 PA_/u);
    });

    it("are not followed where somebody put a link in the place of a file", async () => {
      const { planId } = await submitted(ana, {
        plan: withData.replace("name: hostile", "name: linked"),
        data: { "data/users.csv": "name\nann\n" },
      });
      const path = data(`plans/${planId}/data/users.csv`);
      await rm(path);
      await symlink(join(place.directory, "policy.yaml"), path);
      const reply = await guest.ask("GET", `/plans/${planId}/files/data/users.csv`);
      expect(`${reply.status} ${reply.code}`).toBe("403 PA_GUARD_FILE");
      expect(reply.text).not.toContain("kind: Policy");
      expect(reply.text).not.toContain(place.directory);
    });
  });

  describe("by what grows", () => {
    it.each<[string, string, () => readonly (readonly [string, string | Uint8Array, string?])[]]>([
      [
        "a file of data",
        "/plan",
        () => [
          ["plan", withData],
          ["data", zeros(200), "data/users.csv.gz"],
        ],
      ],
      ["a plan", "/plan", () => [["plan", zeros(200), "plan.yaml.gz"]]],
      [
        "objectives",
        "/plan",
        () => [
          ["plan", plan()],
          ["slos", zeros(200), "slo.yaml.gz"],
        ],
      ],
      ["results", "/analyse", () => [["results", zeros(1_200), "results.csv.gz"]]],
      [
        "objectives of results",
        "/analyse",
        () => [
          ["slos", zeros(10), "slo.yaml"],
          ["results", "a", "r.csv"],
        ],
      ],
    ])("%s that unpacks without end is refused, and nothing of it is left", async (_name, path, parts) => {
      const before = await filesBelow(data());
      expect(await codeOf(ana.ask("POST", path, formOf(parts())))).toBe("413 PA_UPLOAD_TOO_LARGE");
      expect((await filesBelow(data())).filter((name) => !/sqlite/u.test(name) && !before.includes(name))).toEqual(
        before.includes("uploads") || path === "/plan" ? [] : ["uploads"],
      );
    });

    const bomb = [
      "a0: &a0 [x,x,x,x,x,x,x,x,x,x]",
      ...Array.from(
        { length: 9 },
        (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(",")}]`,
      ),
    ].join("\n");
    it.each([
      ["a plan", { plan: bomb }, "422 PA_PLAN_SYNTAX"],
      ["objectives", { plan: plan(), slos: bomb }, "422 PA_PLAN_SYNTAX"],
      ["a plan of brackets", { plan: "[".repeat(100_000) }, "422 PA_PLAN_SYNTAX"],
      ["a plan of tags", { plan: "!a ".repeat(80_000) }, "422 PA_PLAN_SYNTAX"],
      ["a plan of mistakes", { plan: "x: y\n".repeat(50_000) }, "422 PA_PLAN_DUPLICATE"],
      ["a plan that nobody wrote by hand", { plan: "x: y\n".repeat(60_000) }, "413 PA_UPLOAD_TOO_LARGE"],
    ])("%s that repeats itself without end is refused", async (_name, body, refusal) => {
      const reply = await ana.ask("POST", "/plan", body);
      expect(`${reply.status} ${reply.code}`).toBe(refusal);
      expect(reply.text.length).toBeLessThan(100_000);
      expect((await guest.ask("GET", "/me")).status).toBe(200);
    });

    it("a body that is larger than what is taken is refused before it is read", async () => {
      const { port } = new URL(service.url);
      const head = ["POST /api/agents/performance-agent/plan HTTP/1.1", "Host: localhost"];
      const fields = [
        `Authorization: Bearer ${ana.token}`,
        "Content-Type: application/json",
        "Content-Length: 99999999999",
      ];
      const answer = await sendRaw(Number(port), `${[...head, ...fields].join("\r\n")}\r\n\r\n{`);
      expect(answer).toMatchObject({ status: 413, isClosed: true });
    });
  });

  describe("by a plan that wants more than it may have", () => {
    it.each([
      ["a file", "{ file: /etc/passwd }", "PA_SECRET_FORBIDDEN"],
      ["a file beside it", "{ file: data/users.csv }", "PA_SECRET_FORBIDDEN"],
      ["the first token", "{ env: PERF_AGENT_TOKEN }", "PA_SECRET_FORBIDDEN"],
      ["what is not listed", "{ env: UNLISTED }", "PA_SECRET_FORBIDDEN"],
    ])("of the secrets of the service, %s", async (_name, source, code) => {
      const more = `secrets: { key: ${source} }\ndefaults: { headers: { x-key: "{secrets.key}" } }\n`;
      const { planId, warnings } = await submitted(ana, { plan: plan({ environment: "local", more }) });
      expect(warnings.map((warning) => warning.code)).toContain(code);
      const { runId } = executedSchema.parse((await ana.ask("POST", "/execute", { planId })).body);
      await over(runId);
      expect((await guest.ask("GET", `/runs/${runId}`)).body).toMatchObject({
        state: expect.stringMatching(/^(?:refused|failed)$/u),
        reason: expect.stringContaining("secret"),
      });
    });

    it.each([
      ["somewhere to send events to", "notify: { webhooks: [ { url: https://hooks.attacker.example/x } ] }"],
      ["a policy of its own", "environments: { perf: { kind: local } }"],
      ["its own reviewers", "review: { selfApprove: [perf] }"],
    ])("as %s", async (_name, more) => {
      expect(await codeOf(ana.ask("POST", "/plan", { plan: plan({ more: `${more}\n` }) }))).toBe(
        "422 PA_PLAN_UNKNOWN_FIELD",
      );
    });

    it.each(["http://169.254.169.254/", "http://[::1]:22/", "http://attacker.example/", "http://2130706433:1/"])(
      "as the target %s",
      async (url) => {
        const body = { plan: plan({ environment: "local" }), overrides: [`target.baseUrl=${url}`] };
        const { planId, guard } = await submitted(ana, body);
        expect(guard.decision).toBe("refuse");
        expect(await codeOf(ana.ask("POST", "/execute", { planId }))).toBe("403 PA_GUARD_REFUSED");
      },
    );

    it.each(["(a+)+$", "(?:a|a)*$", "(a|ab)*c", "(?=a)(a{0,9}){6}b", "(?:\\w+\\s?)*$", "^(?:.*,){20}x"])(
      "as the pattern %s, on which an answer could hold a virtual user for ever",
      async (pattern) => {
        const extract = `extract: { id: { regex: ${JSON.stringify(pattern)} } }`;
        const text = plan().replace("path: /api/products }", `path: /api/products, ${extract} }`);
        expect(await codeOf(ana.ask("POST", "/plan", { plan: text }))).toBe("422 PA_PLAN_PATTERN");
      },
    );
  });

  describe("by somebody who wants more than they may", () => {
    it("who hands a plan in and approves it, or runs it before anybody did", async () => {
      const { planId, hash } = await submitted(carl, { plan: plan({ name: "own" }) });
      for (const person of [carl, ana, robot])
        expect(await codeOf(person.ask("POST", "/execute", { planId }))).toBe("409 PA_APPROVAL_MISSING");
      expect(await codeOf(guest.ask("POST", "/execute", { planId }))).toBe("403 PA_ACCESS_DENIED");
      expect(await codeOf(carl.ask("POST", `/plans/${planId}/approvals`, { hash }))).toBe("403 PA_APPROVAL_AUTHOR");
      for (const person of [ana, robot, guest])
        expect(await codeOf(person.ask("POST", `/plans/${planId}/approvals`, { hash }))).toBe("403 PA_ACCESS_DENIED");
      // The same plan in the name of somebody else is the same plan of the same author.
      expect((await submitted(ana, { plan: plan({ name: "own" }) })).planId).toBe(planId);
      expect(await codeOf(carl.ask("POST", `/plans/${planId}/approvals`, { hash }))).toBe("403 PA_APPROVAL_AUTHOR");
      const wrong = hash.startsWith("0") ? "1".repeat(64) : "0".repeat(64);
      expect(await codeOf(ben.ask("POST", `/plans/${planId}/approvals`, { hash: wrong }))).toBe(
        "409 PA_APPROVAL_INVALID",
      );
      expect((await ben.ask("POST", `/plans/${planId}/approvals`, { hash })).status).toBe(201);
      expect((await robot.ask("POST", "/execute", { planId })).status).toBe(202);
    });

    it("who takes along an approval of another plan of the same content", async () => {
      const text = plan({ name: "twin" });
      const first = await submitted(ana, { plan: text });
      expect((await carl.ask("POST", `/plans/${first.planId}/approvals`, { hash: first.hash })).status).toBe(201);
      // Other words, the same load: the approval comes along, but not for the plan of the one who gave it.
      const second = await submitted(carl, { plan: `# the same\n${text}` });
      expect(second.hash).toBe(first.hash);
      expect(second.planId).not.toBe(first.planId);
      expect(await codeOf(carl.ask("POST", "/execute", { planId: second.planId }))).toBe("409 PA_APPROVAL_MISSING");
    });

    it("whose plan was rejected, and who hands it in once more", async () => {
      const text = plan({ name: "no" });
      const { planId, hash } = await submitted(ana, { plan: text });
      expect((await ben.ask("POST", `/plans/${planId}/rejections`, { hash, comment: "too much" })).status).toBe(201);
      const again = await submitted(ana, { plan: `# please\n${text}` });
      expect(await codeOf(ben.ask("POST", `/plans/${again.planId}/approvals`, { hash }))).toBe("409 PA_PLAN_REJECTED");
      expect(await codeOf(ana.ask("POST", "/execute", { planId: again.planId }))).toBe("409 PA_PLAN_REJECTED");
    });

    it("who uses the key of somebody else's request", async () => {
      const { planId } = await submitted(ana, { plan: plan({ name: "keyed", environment: "local" }) });
      const other = await submitted(ana, { plan: plan({ name: "other", environment: "local" }) });
      const first = executedSchema.parse((await executeOnce(ana, planId)).body);
      expect(executedSchema.parse((await executeOnce(ana, planId)).body).runId).toBe(first.runId);
      expect(await codeOf(executeOnce(ana, other.planId))).toBe("409 PA_IDEMPOTENCY");
      expect(executedSchema.parse((await executeOnce(robot, planId)).body).runId).not.toBe(first.runId);
    });

    it("who looks at data that the plan masks", async () => {
      const more = "data: { users: { file: data/users.csv, masked: [name] } }\n";
      const text = plan({ name: "masked", more }).replace(
        "path: /api/products",
        'path: "/api/products?u={users.name}"',
      );
      const { planId } = await submitted(ana, { plan: text, data: { "data/users.csv": "name\nsturgeon-of-ann\n" } });
      const path = `/plans/${planId}/files/data/users.csv`;
      for (const person of [guest, ben, robot])
        expect(await codeOf(person.ask("GET", path))).toBe("403 PA_SECRET_FORBIDDEN");
      expect((await ana.ask("GET", path)).status).toBe(200);
      for (const asked of [`/plans/${planId}`, `/plans/${planId}/review`])
        expect((await guest.ask("GET", asked)).text).not.toContain("sturgeon-of-ann");
    });
  });

  async function over(runId: string): Promise<void> {
    await expect
      .poll(async () => runVerdictSchema.parse((await guest.ask("GET", `/runs/${runId}/verdict`)).body).state, {
        timeout: 120_000,
        interval: 200,
      })
      .not.toMatch(/^(?:queued|running)$/u);
  }

  it("tells its secrets nobody: in no answer, no event, no log, no file of a run, no entry of the audit log", async () => {
    const more = `secrets: { key: { env: SHOP_PASSWORD } }\ndefaults: { headers: { authorization: "Bearer {secrets.key}" } }\n`;
    const { planId } = await submitted(ana, { plan: plan({ name: "secretive", environment: "local", more }) });
    const { runId } = executedSchema.parse((await ana.ask("POST", "/execute", { planId })).body);
    await over(runId);
    const document = runDocumentSchema.parse((await guest.ask("GET", `/runs/${runId}`)).body);
    expect(document.totals.requests).toBeGreaterThan(0);
    expect(planResourceSchema.parse((await guest.ask("GET", `/plans/${planId}`)).body).planText).toContain(
      "SHOP_PASSWORD",
    );
    const told: string[] = [];
    for (const path of [
      "/settings",
      "/policy",
      "/plans",
      `/plans/${planId}`,
      `/plans/${planId}/review`,
      "/runs",
      `/runs/${runId}`,
      `/runs/${runId}/analysis`,
      `/runs/${runId}/events`,
      `/runs/${runId}/report.html`,
      `/runs/${runId}/report.md`,
      "/portfolio",
    ]) {
      const { status, text } = await guest.ask("GET", path);
      expect({ path, status }).toEqual({ path, status: 200 });
      told.push(text);
    }
    told.push((await ben.ask("GET", "/audit?limit=1000")).text);
    for (const name of await readdir(data("runs"), { recursive: true, withFileTypes: true }))
      // The store has to know where events go.
      if (name.isFile() && !name.name.includes(".sqlite"))
        told.push((await readFile(join(name.parentPath, name.name))).toString("latin1"));
    const { stdout, stderr } = await service.stop();
    told.push(stdout, stderr);
    const all = told.join("\n");
    const known = { ...secrets, hookPath, ana: ana.token, ben: ben.token, guest: guest.token };
    // Not the texts: where this fails, it would tell them.
    expect(Object.entries(known).flatMap(([name, secret]) => (all.includes(secret) ? [name] : []))).toEqual([]);
  });
});
