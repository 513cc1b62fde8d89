import { join } from "node:path";
import type { Browser } from "playwright-core";
import { z } from "zod";

const listSchema = z.object({
  items: z.array(z.object({ planId: z.string().nullable(), runId: z.string().optional() })),
});

/** Charts are drawn, and the editor is fetched and coloured, a moment after the page stands. */
const settleMs = 3000;

/** Pages of which more is shown than a screen holds. */
const heights: Readonly<Record<string, number>> = { live: 1240, run: 1240, history: 1100, portfolio: 1100 };
const standardHeight = 900;

/** Pages whose pictures are taken dark too. */
const darkToo: ReadonlySet<string> = new Set(["live", "run"]);

/**
 * Pictures of Perf-Xi by a log-in link; gives their names. They show the newest plan, the newest run that is over and, where one runs, the
 * run that is running. What the service does not have yet is left out.
 */
export async function picturePage(browser: Browser, link: URL, images: string): Promise<readonly string[]> {
  const token = new URLSearchParams(link.hash.replace(/^#/u, "")).get("token") ?? "";
  const newest = async (list: "plans" | "runs?state=finished" | "runs?state=running") => {
    const address = new URL(`/api/agents/performance-agent/${list}`, link);
    address.searchParams.set("limit", "1");
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status} ${await answer.text()}`);
    return listSchema.parse(await answer.json()).items[0];
  };
  const planId = (await newest("plans"))?.planId ?? null;
  const runId = (await newest("runs?state=finished"))?.runId ?? null;
  const liveId = (await newest("runs?state=running"))?.runId ?? null;
  const views: readonly (readonly [name: string, path: string])[] = [
    ...(liveId === null ? [] : ([["live", `/runs/${liveId}`]] as const)),
    ["plans", "/plans"],
    ...(planId === null
      ? []
      : ([
          ["plan", `/plans/${planId}`],
          ["review", `/plans/${planId}/review`],
          ["editor", `/plans/new?from=${planId}`],
        ] as const)),
    ["runs", "/runs"],
    ...(runId === null ? [] : ([["run", `/runs/${runId}`]] as const)),
    ["history", "/history"],
    ["portfolio", "/portfolio"],
  ];
  const names: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: standardHeight },
      colorScheme,
      deviceScaleFactor: 1.5,
    });
    const page = await context.newPage();
    await page.goto(link.href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    for (const [name, path] of views) {
      if (colorScheme === "dark" && !darkToo.has(name)) continue;
      await page.setViewportSize({ width: 1280, height: heights[name] ?? standardHeight });
      await page.goto(new URL(path, link).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
      // The live page never falls silent: its stream stays open. It is shown once its first answers are.
      await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
      await page.waitForTimeout(settleMs);
      const file = `page-${name}${colorScheme === "dark" ? "-dark" : ""}.png`;
      await page.screenshot({ path: join(images, file) });
      names.push(file);
    }
    await context.close();
  }
  return names;
}
