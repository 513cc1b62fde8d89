import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createdTokenSchema } from "../../src/contract/api/access.ts";
import { submittedPlanSchema } from "../../src/contract/api/plans.ts";
import { executedSchema, runAnalysisSchema } from "../../src/contract/api/runs.ts";
import { auditPageSchema } from "../../src/contract/api/service-state.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { baselineEndpoint, baselineRun, dayMs } from "../../src/ports/baseline-runs.contract.ts";
import { ledgerEntry } from "../../src/ports/ledger-entry.contract.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { hostileJtl } from "../support/hostile-texts.ts";
import { formOf, personOf, type Person } from "../support/people.ts";
import { routeTable } from "../support/route-table.ts";
import { serve, type Served } from "../support/served.ts";

const plan = (name: string): string => `apiVersion: perf-agent/v1
kind: TestPlan
name: ${name}
service: shop
target: { environment: local }
endpoints: { list: { path: / } }
scenarios: { browse: { load: { profile: smoke, hold: 2s }, mix: { list: 1 } } }
`;
const slos = "kind: SloSet\nobjectives: [ p95 of all < 50ms ]\n";
/** Of what people ask for; what runs do by themselves stands between. */
const asked = new Set<string>(Object.values(routeTable).flatMap(({ audit }) => audit));

describe.skipIf(process.platform !== "linux")("whoever changes something", () => {
  let place: Workplace;
  let service: Served;
  let ana: Person;
  let ben: Person;
  const seen = new Map<string, Set<string>>();

  beforeAll(async () => {
    place = await createWorkplace();
    await place.write(
      "data/perf-agent.yaml",
      `apiVersion: perf-agent/v1
kind: Policy
environments: { local: { kind: local, baseUrl: "http://127.0.0.1:9", hosts: [127.0.0.1] } }
review: { selfApprove: [], approvals: { local: 1 } }
`,
    );
    service = await serve(place);
    ana = await personOf(service, "ana", "engineer");
    ben = await personOf(service, "ben", "approver", "admin");
  });
  afterAll(async () => {
    await service.stop("SIGKILL");
    await place.remove();
  });

  async function entries(): Promise<{ readonly actor: string; readonly action: string }[]> {
    const { items } = auditPageSchema.parse((await ben.ask("GET", "/audit?limit=1000")).body);
    return items.filter(({ action }) => asked.has(action));
  }

  /** Asks as somebody; what stands in the log afterwards and did not before is what the table says, in their name. */
  async function ask(
    who: Person,
    route: string,
    names: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<unknown> {
    const [method = "", pattern = ""] = route.split(" ");
    const path = pattern.replaceAll(/\{(\w+)\}/gu, (_whole, name: string) => encodeURIComponent(names[name] ?? ""));
    const before = (await entries()).length;
    const reply = await who.ask(method, path, body);
    expect({ route, status: reply.status, text: reply.status < 300 ? "" : reply.text }).toMatchObject({ text: "" });
    const written = (await entries()).toReversed().slice(before);
    const allowed: readonly string[] = routeTable[route]?.audit ?? [];
    expect({ route, actors: written.map(({ actor }) => actor) }).toEqual({
      route,
      actors: allowed.length === 0 ? [] : [who.name],
    });
    const actions = written.map(({ action }) => action);
    expect(actions.filter((action) => !allowed.includes(action))).toEqual([]);
    seen.set(route, new Set([...(seen.get(route) ?? []), ...actions]));
    return reply.body;
  }

  it("stands in the audit log with what they did, whatever the route", async () => {
    const token = createdTokenSchema.parse(await ask(ben, "POST /tokens", {}, { name: "cy", roles: ["ci"] }));
    await ask(ben, "DELETE /tokens/{id}", { id: token.id });

    await ask(ana, "POST /plans/check", {}, { plan: plan("first") });
    const { planId, hash } = submittedPlanSchema.parse(await ask(ana, "POST /plan", {}, { plan: plan("first") }));
    const other = submittedPlanSchema.parse(await ask(ana, "POST /plan", {}, { plan: plan("other") }));
    await ask(ben, "POST /plans/{planId}/approvals", { planId }, { hash });
    await ask(ben, "POST /plans/{planId}/rejections", { planId: other.planId }, { hash: other.hash });
    const { runId: first } = executedSchema.parse(await ask(ana, "POST /execute", {}, { planId }));
    const { runId: waiting } = executedSchema.parse(await ask(ana, "POST /execute", {}, { planId }));
    await ask(ben, "POST /runs/{runId}/stop", { runId: waiting }, { reason: "wrong build", mode: "graceful" });
    await ask(ana, "PATCH /runs/{runId}/tags", { runId: waiting }, { tags: { note: "x" } });
    expect(first).not.toBe(waiting);

    const form = formOf([
      ["slos", slos],
      ["service", "shop"],
      ["results", hostileJtl("list"), "results.jtl"],
    ]);
    const { runId } = runDocumentSchema.parse(await ask(ana, "POST /analyse", {}, form));
    await ask(ana, "POST /analyse", {}, { runId, slos });
    const { body } = await ana.ask("GET", `/runs/${runId}/analysis`);
    const id = runAnalysisSchema.parse(body).recommendations[0]?.id ?? "";
    await ask(ana, "PUT /runs/{runId}/recommendations/{id}/answer", { runId, id }, { accepted: true });

    const runs = ["b1", "b2", "b3"].map((name, day) =>
      baselineRun(name, (20_000 + day) * dayMs, { endpoints: [baselineEndpoint()] }),
    );
    const series = { schemaVersion: 1, service: "shop", runs, pins: [], ledger: [ledgerEntry()], calibrations: [] };
    await ask(ben, "POST /baselines/import", {}, series);
    await ask(ana, "PUT /baselines/{runId}/pin", { runId: "b2" }, { label: "release 4" });
    await ask(ana, "DELETE /baselines/{runId}/pin", { runId: "b2" });
    await ask(ana, "DELETE /baselines/{runId}", { runId: "b3" });
    const regression = { id: ledgerEntry().id };
    const until = Date.now() + dayMs;
    await ask(ben, "POST /regressions/{id}/acceptance", regression, { reason: "agreed", until });
    await ask(ben, "DELETE /regressions/{id}/acceptance", regression);

    const changing = Object.entries(routeTable).filter(([route]) => !route.startsWith("GET "));
    expect(Object.fromEntries([...seen].map(([route, actions]) => [route, [...actions].toSorted()]))).toEqual(
      Object.fromEntries(changing.map(([route, { audit }]) => [route, [...audit].toSorted()])),
    );
  });

  it("is nobody who only looks", async () => {
    expect(
      Object.entries(routeTable).filter(([route, { audit }]) => route.startsWith("GET ") && audit.length > 0),
    ).toEqual([]);
    const before = (await entries()).length;
    for (const path of ["/plans", "/runs", "/baselines", "/regressions", "/settings", "/policy"])
      expect((await ana.ask("GET", path)).status).toBe(200);
    expect(await entries()).toHaveLength(before);
  });
});
