import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { runAnalysisSchema } from "../../src/contract/api/runs.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { baselineEndpoint, baselineRun, dayMs } from "../../src/ports/baseline-runs.contract.ts";
import { chromiumPath, startBrowser, type OpenedPage, type Surfer } from "../support/browser.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { hostileJtl, hostileText } from "../support/hostile-texts.ts";
import { formOf, personOf, type Person, type Reply } from "../support/people.ts";
import { serve, type Served } from "../support/served.ts";

const plan = {
  apiVersion: "perf-agent/v1",
  kind: "TestPlan",
  name: "hostile",
  service: "shop",
  tags: { note: hostileText },
  target: { environment: "local" },
  endpoints: { [hostileText]: { method: "GET", path: "/api/products?x={users.name}" } },
  data: { users: { file: "users.csv" } },
  scenarios: {
    browse: {
      load: { profile: "load", vus: 1, rampUp: "0s", hold: "2s", rampDown: "0s", drain: "1s" },
      mix: { [hostileText]: 1 },
    },
  },
};
const slos = `apiVersion: perf-agent/v1
kind: SloSet
objectives:
  - { name: ${JSON.stringify(hostileText)}, sli: p95, of: all, below: 50ms }
  - errors of all < 1%
`;

/** What a page holds that no text of ours put there, and everything that it asked of somebody else. */
interface Harm {
  readonly where: string;
  readonly dialogs: readonly string[];
  readonly elements: number;
  readonly foreign: readonly string[];
  readonly complaints: readonly string[];
}
const harmless = { dialogs: [], elements: 0, foreign: [], complaints: [] };

async function good(asked: Promise<Reply>): Promise<unknown> {
  const { status, text, body } = await asked;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

describe.skipIf(chromiumPath === null || process.platform !== "linux")("texts that want to be more than texts", () => {
  let shop: Shop;
  let place: Workplace;
  let service: Served;
  let browser: Surfer;
  let ana: Person;
  let ben: Person;
  let opened: OpenedPage;
  let planId: string;
  let runId: string;
  const dialogs: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 1 });
    place = await createWorkplace();
    await place.write(
      "data/perf-agent.yaml",
      `apiVersion: perf-agent/v1
kind: Policy
environments:
  local: { kind: local, baseUrl: "${shop.url}", hosts: [127.0.0.1] }
review: { selfApprove: [], approvals: { local: 1 } }
`,
    );
    service = await serve(place);
    ana = await personOf(service, "ana", "engineer");
    ben = await personOf(service, "ben", "approver", "admin");
    browser = await startBrowser();
    opened = await browser.open(`${service.url}/#token=${ben.token}`);
    opened.page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    opened.page.on("request", (request) => {
      if (!request.url().startsWith(service.url) && !/^(?:data|blob|about):/u.test(request.url()))
        foreign.push(request.url());
    });
    await opened.page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await shop.close();
    await place.remove();
  });

  it("are taken wherever a plan, a target or a person may put a text", async () => {
    const data = { "users.csv": `name\n"${hostileText.replaceAll('"', '""')}"\n` };
    const submitted = z
      .object({ planId: z.string(), hash: z.string() })
      .parse(await good(ana.ask("POST", "/plan", { plan, slos, data })));
    planId = submitted.planId;
    await good(ben.ask("POST", `/plans/${planId}/approvals`, { hash: submitted.hash, comment: hostileText }));
    const executed = ana.ask("POST", "/execute", { planId, tags: { note: hostileText } });
    runId = z.object({ runId: z.string() }).parse(await good(executed)).runId;
    await good(ana.ask("POST", `/runs/${runId}/stop`, { reason: hostileText, mode: "now" }));
    await expect
      .poll(async () => (await ana.ask("GET", `/runs/${runId}/verdict`)).text, { timeout: 60_000, interval: 200 })
      .not.toMatch(/"state":"(?:queued|running)"/u);
    for (const name of [`${hostileText}.jtl`, "again.jtl"]) {
      const form = formOf([
        ["slos", slos],
        ["service", "shop"],
        ["results", hostileJtl(hostileText), name],
      ]);
      runId = runDocumentSchema.parse(await good(ana.ask("POST", "/analyse", form))).runId;
      await good(ana.ask("PATCH", `/runs/${runId}/tags`, { tags: { note: hostileText } }));
    }
    const endpoints = [baselineEndpoint({ endpoint: hostileText, scenario: hostileText })];
    const runs = [hostileText, "b2", "b3"].map((id, day) =>
      baselineRun(id, (day + 20_000) * dayMs, { endpoints, tags: { note: hostileText } }),
    );
    await good(ana.ask("POST", "/baselines/import", { schemaVersion: 1, service: "shop", runs }));
    await good(ana.ask("PUT", `/baselines/${encodeURIComponent(hostileText)}/pin`, { label: hostileText }));
    const { recommendations } = runAnalysisSchema.parse(await good(ana.ask("GET", `/runs/${runId}/analysis`)));
    const answer = `/runs/${runId}/recommendations/${recommendations[0]?.id ?? ""}/answer`;
    await good(ana.ask("PUT", answer, { accepted: false, comment: hostileText }));
    const rejected = z
      .object({ planId: z.string(), hash: z.string() })
      .parse(await good(ana.ask("POST", "/plan", { plan: { ...plan, name: "rejected" }, slos, data })));
    await good(ben.ask("POST", `/plans/${rejected.planId}/rejections`, { hash: rejected.hash, comment: hostileText }));
  });

  async function harmOf(where: string): Promise<Harm> {
    const { page, complaints } = opened;
    await page.goto(`${service.url}${where}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const elements = await page
      .locator(
        `img[src="x"], [onerror], [onload], main script, a[href^="javascript:" i], [src*="//evil.test"], [href*="//evil.test"]`,
      )
      .count();
    return { where, dialogs: [...dialogs], elements, foreign: [...foreign], complaints: [...complaints] };
  }

  it("are shown as what they are on every page", async () => {
    const shown: string[] = [];
    for (const where of [
      "/runs",
      `/runs/${runId}`,
      "/plans",
      `/plans/${planId}`,
      `/plans/${planId}/review`,
      "/history?name=shop",
      "/portfolio",
      "/settings",
      `/runs/${encodeURIComponent(hostileText)}`,
      `/history?name=${encodeURIComponent(hostileText)}`,
      `/plans/${encodeURIComponent(hostileText)}`,
    ]) {
      const isUnknown = where.includes("%3Cscript");
      const harm = await harmOf(where);
      // What is not there is answered with 404 or 400, of which the browser itself complains.
      const complaints = harm.complaints.filter((text) => !/status of 40[04]/u.test(text));
      expect({ ...harm, complaints }).toEqual({ where, ...harmless });
      const text = await opened.page.locator("main").innerText();
      if (!isUnknown && text.includes("<script>alert(2)</script>")) shown.push(where);
    }
    // They were there: what nobody shows proves nothing.
    expect(shown).toEqual(expect.arrayContaining([`/runs/${runId}`, `/plans/${planId}`, "/history?name=shop"]));
  });

  it("do nothing in reports, even where one is opened by itself and without our policy", async () => {
    const report = await ben.ask("GET", `/runs/${runId}/report.html`);
    expect(report.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none';/u);
    expect(report.text).toContain("&lt;script&gt;alert(2)");
    const { page } = opened;
    await page.goto("about:blank");
    await page.setContent(report.text);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    expect({ dialogs, foreign }).toEqual({ dialogs: [], foreign: [] });
    expect(await page.locator(`img[src="x"], [onerror], script, a[href^="javascript:" i]`).count()).toBe(0);
    const markdown = await ben.ask("GET", `/runs/${runId}/report.md`);
    expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    // Each of these would begin something in Markdown, were it not escaped.
    for (const live of [/(?<!\\)<img/u, /(?<!\\)<script/u, /(?<!\\)\]\(javascript:/u, /(?<!\\)!\[i\]/u])
      expect(markdown.text.replaceAll(/`[^`\n]*`/gu, "")).not.toMatch(live);
  });
});
