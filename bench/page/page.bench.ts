import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { chromiumPath, startBrowser, type Surfer } from "../../test/support/browser.ts";
import { createWorkplace } from "../../test/support/command-line.ts";
import { serve } from "../../test/support/served.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";

const rounds = 7;

interface FirstView {
  /** From the navigation to the first contentful paint, and to the page's heading, ms. */
  readonly paintMs: number;
  readonly headingMs: number;
  /** JavaScript as it travelled, kB. */
  readonly scriptKb: number;
}

/** What somebody waits for who opens the page, freshly built, of a service on this machine, nothing in the browser's cache. */
export default async function benchPage(): Promise<readonly BenchFigure[]> {
  if (chromiumPath === null) return [];
  execFileSync(process.execPath, ["tools/build.ts"], {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdio: "pipe",
  });
  const place = await createWorkplace();
  const service = await serve(place);
  const browser = await startBrowser();
  try {
    const views: FirstView[] = [];
    for (let round = 0; round < rounds; round++)
      views.push(await openOnce(browser, `${service.url}/#token=${service.token ?? ""}`));
    return [
      figure("page, first paint", "ms", "< 1000", median(views.map(({ paintMs }) => paintMs))),
      figure("page, first list of runs", "ms", null, median(views.map(({ headingMs }) => headingMs))),
      figure("page, JavaScript of the first view", "kB", "<= 250", median(views.map(({ scriptKb }) => scriptKb))),
    ];
  } finally {
    await browser.close();
    await service.stop();
    await place.remove();
  }
}

async function openOnce(browser: Surfer, link: string): Promise<FirstView> {
  const opened = await browser.open(link);
  const { page } = opened;
  await page.getByRole("heading", { level: 1 }).waitFor();
  const view = await readTimings(page);
  await opened.close();
  if (view.scriptKb === 0) throw new Error("no script came with the page: the figures would be those of another page");
  return view;
}

async function readTimings(page: Page): Promise<FirstView> {
  return page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
    const scripts = performance
      .getEntriesByType("resource")
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"));
    const bytes = scripts.reduce(
      (sum, entry) => sum + ("encodedBodySize" in entry ? Number(entry.encodedBodySize) : 0),
      0,
    );
    return { paintMs: paint, headingMs: performance.now(), scriptKb: bytes / 1000 };
  });
}

function figure(name: string, unit: string, bar: string | null, value: number): BenchFigure {
  return { name, value, unit, bar, rival: null, rivalValue: null };
}
