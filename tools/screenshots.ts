/**
 * Pictures for the README, taken by the Chromium of this machine (`CHROMIUM` names another) into docs/images:
 * `npm run screenshots -- RUN_FOLDER` of a run's report (runs/latest unless said), `npm run screenshots -- LOG_IN_LINK` of the page of a
 * service, as it stands, by its newest plan and run.
 */
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { picturePage } from "./screenshots/picture-page.ts";
import { pictureReport } from "./screenshots/picture-report.ts";

const images = fileURLToPath(new URL("../docs/images/", import.meta.url));
const subject = process.argv[2] ?? "runs/latest";
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

if (executablePath === undefined) {
  process.stdout.write("There is no Chromium here.\n");
  process.exit(2);
}

mkdirSync(images, { recursive: true });
// Inside a container Chromium has no sandbox of its own; the only pages it opens are our own.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const names = /^https?:\/\//u.test(subject)
    ? await picturePage(browser, new URL(subject), images)
    : await pictureReport(browser, subject, images);
  for (const name of names) process.stdout.write(`docs/images/${name}\n`);
} finally {
  await browser.close();
}
