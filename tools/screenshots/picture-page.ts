import { join } from "node:path";
import type { Browser } from "playwright-core";
import { z } from "zod";

const listSchema = z.object({
  items: z.array(z.object({ planId: z.string().nullable(), runId: z.string().optional() })),
});

/** Pictures of Perf-Xi by a log-in link, light and dark; gives their names. What the service does not have yet is left out. */
export async function picturePage(browser: Browser, link: URL, images: string): Promise<readonly string[]> {
  const token = new URLSearchParams(link.hash.replace(/^#/u, "")).get("token") ?? "";
  const newest = async (list: "plans" | "runs") => {
    const address = new URL(`/api/agents/performance-agent/${list}?limit=1`, link);
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status} ${await answer.text()}`);
    return listSchema.parse(await answer.json()).items[0];
  };
  const planId = (await newest("plans"))?.planId ?? null;
  const runId = (await newest("runs"))?.runId ?? null;
  const views: readonly (readonly [name: string, path: string])[] = [
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
    ["portfolio", "/portfolio"],
  ];
  const names: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      colorScheme,
      deviceScaleFactor: 2,
    });
    const page = await context.newPage();
    await page.goto(link.href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    for (const [name, path] of views) {
      await page.goto(new URL(path, link).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
      // The live page never falls silent: its stream stays open. It is shown once its first answers are.
      await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
      const file = `page-${name}${colorScheme === "dark" ? "-dark" : ""}.png`;
      await page.screenshot({ path: join(images, file) });
      names.push(file);
    }
    await context.close();
  }
  return names;
}
