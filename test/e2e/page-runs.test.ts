import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { chromiumPath, seriousFaults, startBrowser, type OpenedPage, type Surfer } from "../support/browser.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { startRelay, type Relay } from "../support/relay.ts";
import { serve, type Served } from "../support/served.ts";

const plan = (holdSeconds: number): string => `apiVersion: perf-agent/v1
kind: TestPlan
name: watched
service: shop
target: { environment: local }
endpoints:
  list-products: { method: GET, path: /api/products }
  get-product: { method: GET, path: /api/products/1 }
scenarios:
  browse:
    load: { profile: load, rate: 20/s, maxVus: 4, rampUp: 0s, hold: ${holdSeconds}s, rampDown: 0s, drain: 1s }
    mix: { list-products: 1, get-product: 1 }
`;
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nservice: shop\nobjectives:\n  - errors of all < 50%\n";

/** Seconds that a page knows: the largest place of a chart's cursor. */
async function secondsOn({ page }: OpenedPage): Promise<number> {
  const chart = page.getByRole("slider", { name: "Requests per second: moment" });
  return Number(await chart.getAttribute("aria-valuemax"));
}

describe.skipIf(chromiumPath === null || process.platform !== "linux")(
  "the page of a run, from its load to its analysis",
  () => {
    let shop: Shop;
    let place: Workplace;
    let service: Served;
    let wire: Relay;
    let browser: Surfer;
    let near: OpenedPage;
    let far: OpenedPage;
    let runId: string;

    beforeAll(async () => {
      shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 1 });
      place = await createWorkplace();
      await place.write(
        "data/perf-agent.yaml",
        `apiVersion: perf-agent/v1\nkind: Policy\nenvironments:\n  local: { kind: local, baseUrl: "${shop.url}", hosts: [127.0.0.1] }\n`,
      );
      service = await serve(place);
      browser = await startBrowser();
      wire = await startRelay(service.url);
      near = await browser.open(`${service.url}/#token=${service.token ?? ""}`);
      far = await browser.open(`${wire.url}/#token=${service.token ?? ""}`, { colorScheme: "dark" });
      runId = await execute(120);
      for (const { page } of [near, far]) {
        await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
        await page.goto(new URL(`/runs/${runId}`, page.url()).href);
      }
    });
    afterAll(async () => {
      await browser.close();
      await wire.close();
      await service.stop();
      await shop.close();
      await place.remove();
    });

    async function post(path: string, body: unknown): Promise<unknown> {
      const headers = { "content-type": "application/json" };
      const answer = await service.api(path, { method: "POST", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    }

    async function execute(holdSeconds: number): Promise<string> {
      const { planId } = z
        .object({ planId: z.string() })
        .parse(await post("/plan", { plan: plan(holdSeconds), slos: slo }));
      return z.object({ runId: z.string() }).parse(await post("/execute", { planId })).runId;
    }

    it("shows every second to everybody", async () => {
      for (const { page } of [near, far])
        await page.getByRole("heading", { name: "Second by second" }).waitFor({ timeout: 60_000 });
      await expect.poll(() => secondsOn(near), { timeout: 30_000 }).toBeGreaterThan(3);
      await expect.poll(() => secondsOn(far), { timeout: 30_000 }).toBeGreaterThan(3);
      for (const { page } of [near, far]) expect(await seriousFaults(page)).toEqual([]);
    });

    it("finds endpoints by name and shows one by its address", async () => {
      const { page } = near;
      await page.getByLabel("Show endpoints whose name holds").fill("get-");
      expect(await page.getByRole("link", { name: /list-products/u }).count()).toBe(0);
      await page.getByRole("link", { name: /get-product/u }).click();
      await page.getByRole("heading", { name: "get-product in browse" }).waitFor();
      expect(new URL(page.url()).searchParams.get("endpoint")).toBe("browse/get-product");
      await page.getByRole("link", { name: "Close" }).click();
    });

    it("misses no second while the connection is broken", async () => {
      const { page } = far;
      const before = await secondsOn(far);
      wire.cut();
      await page.getByText("The connection to the service is broken.", { exact: false }).waitFor();
      await expect.poll(() => secondsOn(near), { timeout: 30_000 }).toBeGreaterThan(before + 4);
      wire.mend();
      await expect.poll(() => secondsOn(far), { timeout: 60_000 }).toBeGreaterThan(before + 4);
      await page.getByText("Figures of Requests per second").click();
      const table = page.getByRole("region", { name: "Figures of Requests per second" });
      const cells = await table.getByRole("cell").allTextContents();
      expect(cells.length).toBeGreaterThan(before);
      expect(cells).not.toContain("–");
    });

    it("stops it for a reason, and shows what it was", async () => {
      const { page } = near;
      await page.keyboard.press("s");
      const dialog = page.getByRole("dialog");
      expect(await dialog.getByRole("button", { name: "Stop" }).isDisabled()).toBe(true);
      await dialog.getByLabel("Why").fill("seen enough");
      await dialog.getByRole("button", { name: "Stop" }).click();
      for (const opened of [near, far]) {
        await opened.page.getByRole("heading", { name: "Why", exact: true }).waitFor({ timeout: 90_000 });
        for (const name of [
          "What to do",
          "Objectives",
          "Against earlier runs",
          "Over time",
          "Endpoints",
          "The run",
          "Evidence",
        ])
          await opened.page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
        expect(await seriousFaults(opened.page)).toEqual([]);
      }
    });

    it("leads from a sentence to its evidence", async () => {
      const { page } = near;
      const citation = page.getByRole("link", { name: /^Evidence / }).first();
      const id = (await citation.textContent()) ?? "";
      await citation.click();
      expect(new URL(page.url()).hash).toBe(`#evidence-${id}`);
      await page.locator(`[id="evidence-${id}"]`).waitFor();
    });

    it("keeps what people answer to its advice", async () => {
      const { page } = near;
      const advice = page.getByRole("region", { name: "What to do" });
      await advice.getByRole("button", { name: "Accept" }).first().click();
      await advice.getByText("✓ accepted").first().waitFor();
      await page.goto(`${service.url}/portfolio`);
      await page.getByText("1 of 1 answered").waitFor();
      expect(await seriousFaults(page)).toEqual([]);
    });

    it("shows the report in a frame without rights", async () => {
      const { page } = far;
      await page.getByRole("button", { name: "Report" }).click();
      await page.getByRole("menuitem", { name: "Read here" }).click();
      const frame = page.locator("iframe");
      await frame.waitFor();
      expect(await frame.getAttribute("sandbox")).toBe("");
      await page.frameLocator("iframe").getByRole("heading", { level: 1, name: "watched" }).waitFor();
      await page.keyboard.press("Escape");
    });

    it("lays chosen runs side by side", async () => {
      const { page } = near;
      const other = await execute(5);
      await expect
        .poll(
          async () =>
            z
              .object({ verdict: z.string().nullable() })
              .parse(await (await service.api(`/runs/${other}/verdict`)).json()).verdict,
          {
            timeout: 90_000,
            interval: 500,
          },
        )
        .not.toBeNull();
      await page.goto(`${service.url}/runs`);
      for (const each of [runId, other]) await page.getByLabel(`Choose ${each}`).check();
      await page.getByRole("button", { name: "Compare 2 runs" }).click();
      await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
      // The older one first: the others are held against it.
      expect(new URL(page.url()).searchParams.get("runs")).toBe(`${runId},${other}`);
      await page.getByRole("cell", { name: "get-product in browse" }).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
    });

    it("complained of nothing all the while", () => {
      expect(near.complaints).toEqual([]);
    });
  },
);
