import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { errorDocumentSchema } from "../../src/contract/error-document.ts";
import { createWorkplace, type Finished, type Workplace } from "../support/command-line.ts";

const plan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: small
service: shop
target: { environment: local }
endpoints:
  list-products: { method: GET, path: /api/products }
scenarios:
  browse:
    load: { iterations: 20, vus: 2, mode: shared }
    mix: { list-products: 1 }
`;
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ errors of all < 5% ]\n";

function codes({ stdout }: Finished): string[] {
  return errorDocumentSchema.parse(JSON.parse(stdout)).errors.map(({ code }) => code);
}

function accept(...end: readonly string[]): string[] {
  return ["regressions", "accept", "reg-none", "--reason", "known", ...end];
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("bad input and a bad world", () => {
  let shop: Shop;
  let garbage: Server;
  let place: Workplace;
  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 0 });
    garbage = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume();
      socket.end("\u0000\u0001 this is no HTTP\r\n\r\n");
    });
    await new Promise<void>((resolve) => garbage.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(async () => {
    place = await createWorkplace({ "plan.yaml": plan, "slo.yaml": slo });
    return () => place.remove();
  });
  afterAll(async () => {
    await shop.close();
    await new Promise((resolve) => garbage.close(resolve));
  });

  it("tells every mistake with its place, a remedy and no stack trace", async () => {
    await place.write(
      "plan.yaml",
      plan.replace("path: /api", "pth: /api").replace("list-products: 1", "list-product: 1"),
    );
    const told = await place.run(["validate", "plan.yaml"]);
    expect(told.code).toBe(2);
    expect(told.stderr).toMatch(/plan\.yaml:8:\d+\s+PA_PLAN_UNKNOWN_FIELD\s+"pth".*"path"/u);
    expect(told.stderr).toMatch(/plan\.yaml:12:\d+\s+PA_PLAN_UNKNOWN_NAME.*list-product/u);
    expect(told.stderr).toContain("Nothing was run.");
    expect(told.stderr).not.toMatch(/^\s+at /mu);
  });

  it.each([
    ["no such plan", ["run", "none.yaml"], 2, "PA_FILE_UNREADABLE"],
    ["no such run", ["show", "none"], 2, "PA_RUN_NOT_FOUND"],
    ["an unknown flag", ["run", "plan.yaml", "--nonsense"], 2, "PA_USAGE"],
    ["a missing argument", ["run"], 2, "PA_USAGE"],
    ["results of no known format", ["import-results", "plan.yaml"], 2, "PA_IMPORT_FORMAT"],
    [
      "a port where nothing listens",
      ["run", "plan.yaml", "--base-url", "http://127.0.0.1:9"],
      3,
      "PA_TARGET_UNREACHABLE",
    ],
    ["a series that is not there", ["baselines", "import", "none.json"], 2, "PA_FILE_UNREADABLE"],
    ["a series that is no JSON", ["baselines", "import", "plan.yaml"], 2, "PA_BASELINE_INVALID"],
    ["an acceptance until no day", accept("--until", "2027-02-31"), 2, "PA_USAGE"],
    ["an acceptance until yesterday", accept("--until", "2001-01-01"), 2, "PA_USAGE"],
    ["an acceptance for no length", accept("--for", "-3d"), 2, "PA_USAGE"],
    ["an acceptance without an end", accept(), 2, "PA_USAGE"],
    ["an acceptance of nothing", accept("--for", "9d"), 2, "PA_REGRESSION_NOT_FOUND"],
    ["a history of an unknown statistic", ["history", "shop", "--statistic", "p42"], 2, "PA_USAGE"],
    ["too few runs to calibrate", ["calibrate", "plan.yaml", "--times", "1"], 2, "PA_USAGE"],
    ["no number of runs to calibrate", ["calibrate", "plan.yaml", "--times", "NaN"], 2, "PA_USAGE"],
    ["a confirmation of no run", ["confirm", "none"], 2, "PA_RUN_NOT_FOUND"],
    ["a confirmation a million times", ["confirm", "none", "--times", "1000000"], 2, "PA_USAGE"],
    ["an analysis of no run", ["analyse", "none"], 2, "PA_RUN_NOT_FOUND"],
    ["a target beyond loopback", ["run", "plan.yaml", "--base-url", "http://192.0.2.1"], 2, "PA_GUARD_HOST"],
  ])("answers %s with a coded error", async (_name, args, code, error) => {
    const told = await place.run([...args, "--json"]);
    expect({ code: told.code, codes: codes(told).slice(0, 1) }).toEqual({ code, codes: [error] });
  });

  it("starts no run against a series that is none", async () => {
    const told = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--baselines", "slo.yaml", "--json"]);
    expect({ code: told.code, codes: codes(told) }).toEqual({ code: 2, codes: ["PA_BASELINE_INVALID"] });
  });

  it("refuses TLS that does not answer", async () => {
    const told = await place.run(["run", "plan.yaml", "--base-url", urlOf(garbage).replace("http", "https"), "--json"]);
    expect({ code: told.code, codes: codes(told) }).toEqual({ code: 3, codes: ["PA_TARGET_UNREACHABLE"] });
  });

  it("fails a run whose target answers garbage", async () => {
    const told = await place.run(["run", "plan.yaml", "--base-url", urlOf(garbage), "--json"]);
    expect(told.code).toBe(1);
    const document = JSON.parse(told.stdout) as { verdict: string; errors: { kind: string }[] };
    expect(document.verdict).toBe("fail");
    expect(document.errors[0]?.kind).toMatch(/connection|other/u);
  });

  it("names an engine that is missing, too old or not what it seems", async () => {
    const gone = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--json"], {
      PERF_AGENT_K6: "/nowhere/k6",
    });
    expect({ code: gone.code, codes: codes(gone) }).toEqual({ code: 3, codes: ["PA_ENGINE_MISSING"] });
    const old = join(place.directory, "k6-old");
    await writeFile(old, "#!/bin/sh\necho 'k6 v0.49.0 (go1.21.6, linux/amd64)'\n");
    await chmod(old, 0o755);
    const outdated = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--json"], { PERF_AGENT_K6: old });
    expect({ code: outdated.code, codes: codes(outdated) }).toEqual({ code: 3, codes: ["PA_ENGINE_TOO_OLD"] });
  });

  it("names a store that is damaged or held by somebody else", async () => {
    await mkdir(join(place.directory, "runs"));
    const path = join(place.directory, "runs", "runs.sqlite");
    await writeFile(path, "this is no database ".repeat(100));
    const damaged = await place.run(["runs", "--json"]);
    expect({ code: damaged.code, codes: codes(damaged) }).toEqual({ code: 3, codes: ["PA_STORE_CORRUPT"] });

    const other = await createWorkplace();
    await other.run(["runs"]);
    const database = new DatabaseSync(join(other.directory, "runs", "runs.sqlite"));
    database.exec("begin exclusive");
    const locked = await other.run(["runs", "--rebuild", "--json"]);
    database.exec("rollback");
    database.close();
    await other.remove();
    expect({ code: locked.code, codes: codes(locked) }).toEqual({ code: 3, codes: ["PA_STORE_LOCKED"] });
  });

  it("stops when the run folder cannot be written, and leaves nothing half-written", async () => {
    await writeFile(join(place.directory, "runs"), "a file where the folder should be");
    const told = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--json"]);
    expect({ code: told.code, codes: codes(told) }).toEqual({ code: 3, codes: ["PA_WRITE_FAILED"] });
  });

  it("writes starter files that are valid, and never over others", async () => {
    const fresh = await createWorkplace();
    expect((await fresh.run(["init"])).code).toBe(0);
    const valid = await fresh.run(["validate", "plan.yaml"]);
    expect({ code: valid.code, stderr: valid.stderr }).toEqual({ code: 0, stderr: "" });
    const again = await fresh.run(["init", "--json"]);
    await fresh.remove();
    expect(again.code).toBe(2);
    expect(new Set(codes(again))).toEqual(new Set(["PA_FILE_EXISTS"]));
  });
});
