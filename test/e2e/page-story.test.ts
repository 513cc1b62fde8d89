import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { createdTokenSchema } from "../../src/contract/api/access.ts";
import type { Role } from "../../src/contract/api/roles.ts";
import { mostFirstViewBytes } from "../../tools/build/bundle-page.ts";
import {
  chromiumPath,
  dropFiles,
  seriousFaults,
  startBrowser,
  type OpenedPage,
  type Surfer,
} from "../support/browser.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { serve, type Served } from "../support/served.ts";

const plan = `apiVersion: perf-agent/v1
kind: TestPlan
name: story
service: shop
target: { environment: local }
endpoints:
  list-products: { method: GET, path: /api/products }
scenarios:
  browse:
    load: { profile: load, rate: 20/s, maxVus: 4, rampUp: 0s, hold: 4s, rampDown: 0s, drain: 1s }
    mix: { list-products: 1 }
`;
const fetchedScript =
  "performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize }))";
const fetchedSchema = z.array(z.object({ name: z.string(), bytes: z.number() }));
const mistaken = plan.replace("method: GET", "methd: GET");
// A p99 of so few requests leaves something to do: the run says so.
const slo =
  "apiVersion: perf-agent/v1\nkind: SloSet\nservice: shop\nobjectives:\n  - errors of all < 50%\n  - p99 of each < 60s\n";

describe.skipIf(chromiumPath === null || process.platform !== "linux")(
  "the page, from a dropped plan to its run",
  () => {
    let shop: Shop;
    let place: Workplace;
    let service: Served;
    let browser: Surfer;
    let ana: OpenedPage;
    let ben: OpenedPage;
    let planPath: string;
    let runPath: string;

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
      browser = await startBrowser();
      ana = await browser.open(await linkFor("ana", ["engineer"]));
      ben = await browser.open(await linkFor("ben", ["approver"]), { colorScheme: "dark" });
    });
    afterAll(async () => {
      await browser.close();
      await service.stop();
      await shop.close();
      await place.remove();
    });

    async function linkFor(name: string, roles: readonly Role[]): Promise<string> {
      const answer = await service.api("/tokens", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name, roles }),
      });
      const { token } = createdTokenSchema.parse(await answer.json());
      return `${service.url}/#token=${token}`;
    }

    it("takes the token out of the address before anything is shown", async () => {
      await ana.page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
      expect(ana.page.url()).toBe(`${service.url}/runs`);
      expect(await ana.page.evaluate("document.cookie")).toBe("");
    });

    it("fetches little for its first view, and nothing of anybody else", async () => {
      const { page } = await browser.open(`${service.url}/#token=${service.token ?? ""}`);
      await page.getByText("No run yet").waitFor();
      const fetched = fetchedSchema.parse(await page.evaluate(fetchedScript));
      expect(fetched.filter(({ name }) => !name.startsWith(`${service.url}/`))).toEqual([]);
      const scripts = fetched.filter(({ name }) => name.endsWith(".js"));
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(mostFirstViewBytes);
      await page.context().close();
    });

    it("asks those without a token for one, and says what is wrong with it", async () => {
      const stranger = await browser.open(`${service.url}/plans`);
      await stranger.page.getByLabel("Token", { exact: true }).fill("pa_of-nobody");
      await stranger.page.getByRole("button", { name: "Log in" }).click();
      await expect.poll(() => stranger.page.getByText(/token/iu).count()).toBeGreaterThan(1);
      expect(await seriousFaults(stranger.page)).toEqual([]);
      await stranger.close();
    });

    it("tells the mistakes of a dropped plan at their lines", async () => {
      const { page } = ana;
      await page.keyboard.press("g");
      await page.keyboard.press("p");
      await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();
      await dropFiles(page, { "plan.yaml": mistaken, "slo.yaml": slo });
      await page.getByRole("heading", { level: 1, name: "New plan" }).waitFor();
      await page.getByText("1 mistake", { exact: true }).waitFor();
      await page.getByRole("button", { name: "plan.yaml:7:20" }).waitFor();
      expect(await page.getByRole("button", { name: "Hand in" }).isDisabled()).toBe(true);
      expect(await seriousFaults(page)).toEqual([]);
    });

    it("shows what the mended plan would do, and takes it", async () => {
      const { page } = ana;
      await page.getByRole("textbox", { name: "The plan" }).fill(plan);
      await page.getByText("ready to hand in").waitFor();
      await page.getByRole("heading", { name: "Virtual users", exact: true }).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Hand in" }).click();
      await page.getByRole("heading", { level: 1, name: "story" }).waitFor();
      await page.getByText("needs approval").waitFor();
      expect(await page.getByRole("button", { name: "Start a run" }).isDisabled()).toBe(true);
    });

    it("lets its author not approve it, and somebody else only point by point", async () => {
      planPath = new URL(ana.page.url()).pathname;
      await ana.page.getByRole("link", { name: "Review" }).click();
      await ana.page.getByRole("heading", { level: 1, name: "Review of story" }).waitFor();
      await ana.page.getByText("It takes the role approver or admin.").waitFor();

      const { page } = ben;
      await page.goto(`${service.url}${planPath}/review`);
      const approve = page.getByRole("button", { name: /^Approve/u });
      await approve.waitFor();
      expect(await approve.isDisabled()).toBe(true);
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      expect(await seriousFaults(page)).toEqual([]);
      await approve.click();
      await page.getByText("approved", { exact: true }).first().waitFor();
    });

    it("starts a run, and shows it to its end", async () => {
      const { page } = ana;
      await page.goBack();
      await page.reload();
      await page.getByRole("button", { name: "Start a run" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Tags").fill("commit=9f31c2e");
      await dialog.getByRole("button", { name: "Start the run" }).click();
      await page.waitForURL(/\/runs\/[^/]+$/u);
      runPath = new URL(page.url()).pathname;
      await expect
        .poll(async () => await (await service.api(`${runPath}/verdict`)).json(), {
          timeout: 90_000,
          interval: 500,
        })
        .toMatchObject({ state: "finished" });
      await page
        .getByRole("main")
        .getByText(/^✓\s*pass$/u)
        .first()
        .waitFor();
    });

    it("keeps that its author accepts what the run leaves to do", async () => {
      const advice = ana.page.getByRole("region", { name: "What to do" });
      await advice.getByRole("button", { name: "Accept" }).first().click();
      await advice.getByText("✓ accepted").first().waitFor();
      await ben.page.goto(`${service.url}${runPath}`);
      const seen = ben.page.getByRole("region", { name: "What to do" }).getByText("✓ accepted");
      await seen.first().waitFor();
      expect(await seen.count()).toBe(1);
    });

    it("has no serious fault where the plan, its review and its run stand, light and dark", async () => {
      for (const path of [planPath, `${planPath}/review`, `/plans/new?from=${planPath.split("/").at(-1)}`, runPath])
        for (const { page } of [ana, ben]) {
          await page.goto(`${service.url}${path}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForLoadState("networkidle");
          expect({ path, faults: await seriousFaults(page) }).toEqual({ path, faults: [] });
        }
    });

    const paths = [
      "/plans",
      "/plans/new",
      "/runs",
      "/history",
      "/compare",
      "/portfolio",
      "/settings",
      "/settings/policy",
      "/settings/service",
      "/nowhere",
    ];
    it.each(paths)("has no serious fault at %s, light and dark", async (path) => {
      for (const { page } of [ana, ben]) {
        await page.goto(`${service.url}${path}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        expect(await seriousFaults(page)).toEqual([]);
      }
    });

    it("gives tokens to administrators only, and shows each once", async () => {
      await ana.page.goto(`${service.url}/settings/tokens`);
      await ana.page.getByText("It takes the role admin.", { exact: false }).waitFor();
      const admin = await browser.open(await linkFor("ada", ["admin"]));
      await admin.page.getByRole("heading", { level: 1 }).waitFor();
      await admin.page.goto(`${service.url}/settings/tokens`);
      await admin.page.getByLabel("Whose").fill("cy");
      await admin.page.getByRole("button", { name: "Make the token" }).click();
      await admin.page.getByText("The token of cy: it is shown this once").waitFor();
      await admin.page.reload();
      await admin.page.getByRole("cell", { name: "cy", exact: true }).waitFor();
      expect(await admin.page.getByText("it is shown this once").count()).toBe(0);
      expect(await seriousFaults(admin.page)).toEqual([]);
      await admin.close();
    });

    it("complained of nothing all the while", () => {
      expect([...ana.complaints, ...ben.complaints]).toEqual([]);
    });
  },
);
