/** `npm run screenshots [-- RUN_FOLDER]`: pictures of a report for the README, taken by the Chromium of this machine (`CHROMIUM` names another). */
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const images = fileURLToPath(new URL("../docs/images/", import.meta.url));
const report = resolve(process.argv[2] ?? "runs/latest", "report.html");
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

if (!existsSync(report) || executablePath === undefined) {
  process.stdout.write(`${executablePath === undefined ? "There is no Chromium here." : `There is no ${report}.`}\n`);
  process.exit(2);
}

mkdirSync(images, { recursive: true });
// Inside a container Chromium has no sandbox of its own; the only page it opens is our own report.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const [name, width, height, colorScheme] of [
    ["report", 1280, 900, "light"],
    ["report-dark", 1280, 900, "dark"],
    ["report-narrow", 390, 844, "light"],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(images, `${name}.png`) });
    process.stdout.write(`docs/images/${name}.png\n`);
    await page.close();
  }
} finally {
  await browser.close();
}
