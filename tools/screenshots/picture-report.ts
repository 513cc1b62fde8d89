import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";

/** Pictures of the report in a run folder; gives their names. Throws where there is none. */
export async function pictureReport(browser: Browser, folder: string, images: string): Promise<readonly string[]> {
  const report = resolve(folder, "report.html");
  if (!existsSync(report)) throw new Error(`There is no ${report}.`);
  const names: string[] = [];
  for (const [name, width, height, colorScheme] of [
    ["report", 1280, 900, "light"],
    ["report-dark", 1280, 900, "dark"],
    ["report-narrow", 390, 844, "light"],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(images, `${name}.png`) });
    names.push(`${name}.png`);
    await page.close();
  }
  return names;
}
