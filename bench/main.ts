/** `npm run bench [-- --json] [-- WORD ...]`: every *.bench.ts in here, or those whose path contains one of the words. Exits 1 when a bar is missed. */
import { globSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import type { BenchFigure } from "./bench-figure.ts";
import { meetsBar } from "./meets-bar.ts";

interface BenchModule {
  readonly default: () => Promise<readonly BenchFigure[]>;
}

const folder = fileURLToPath(new URL("./", import.meta.url));
const json = process.argv.includes("--json");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const files = globSync("**/*.bench.ts", { cwd: folder })
  .toSorted()
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)));

const figures: BenchFigure[] = [];
for (const file of files) {
  if (!json) process.stderr.write(`${file} ...\n`);
  const bench: BenchModule = await import(pathToFileURL(join(folder, file)).href);
  figures.push(...(await bench.default()));
}

if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else process.stdout.write(table(figures));
if (figures.some(({ value, bar }) => bar !== null && !meetsBar(value, bar))) process.exitCode = 1;

function table(all: readonly BenchFigure[]): string {
  const rows = all.map(({ name, value, unit, bar, rival, rivalValue }) => [
    name,
    number(value),
    unit,
    bar === null ? "" : `${bar} ${meetsBar(value, bar) ? "ok" : "MISSED"}`,
    rival ?? "",
    rivalValue === null ? (rival === null ? "" : "not here") : number(rivalValue),
  ]);
  const lines = [["figure", "value", "unit", "bar", "rival", "its value"], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const right = new Set([1, 5]);
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
    .concat("\n");
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
