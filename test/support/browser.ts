import axe from "axe-core";
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { z } from "zod";

/** The Chromium of this machine; null: there is none, and its tests are skipped. `CHROMIUM` names another. */
export const chromiumPath: string | null =
  [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null;

export interface OpenedPage {
  readonly page: Page;
  /** What the page complained of: errors of its scripts, of the console, and what its content policy forbade. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface Surfer {
  /** A browser of its own for each: nothing is shared but the service. */
  open(url: string, options?: { readonly colorScheme?: "light" | "dark" }): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** Starts the browser. Inside a container Chromium has no sandbox of its own; the only pages it opens are ours. */
export async function startBrowser(): Promise<Surfer> {
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: ["--no-sandbox"] });
  return {
    open: async (url, { colorScheme = "light" } = {}) => {
      const context: BrowserContext = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        colorScheme,
        timezoneId: "Europe/Berlin",
        locale: "en-GB",
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(url);
      return { page, complaints, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

/** Drops files on the page, as somebody drags them from a folder. */
export async function dropFiles(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer();
    for (const [name, text] of ${JSON.stringify(Object.entries(files))}) data.items.add(new File([text], name));
    return data;
  })()`);
  await page.getByRole("heading", { level: 1 }).dispatchEvent("drop", { dataTransfer: transfer });
  await transfer.dispose();
}

const axeResultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
});

/** Serious and critical faults that axe finds on the page as it stands, each with the element. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = axeResultSchema.parse(
    await page.evaluate("axe.run(document, { resultTypes: ['violations'] })"),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`));
}
