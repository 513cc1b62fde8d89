import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { delimiter, join } from "node:path";
import type { BenchFigure } from "./bench-figure.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const rounds = 7;

/** Start-up as installed: the launcher beside the bundles, not the sources. */
export default async function benchStart(): Promise<readonly BenchFigure[]> {
  execFileSync(process.execPath, ["tools/build.ts"], { cwd: root, stdio: "pipe" });
  const installed = mkdtempSync(join(tmpdir(), "perf-agent-start-"));
  try {
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(root, part), join(installed, part), { recursive: true });
    return measure(join(installed, "bin/perf-agent.js"));
  } finally {
    rmSync(installed, { recursive: true });
  }
}

function measure(perfAgent: string): readonly BenchFigure[] {
  const k6 = findK6();
  const rivals = [
    ["node -e 0", medianMs(process.execPath, ["-e", "0"])],
    ["k6 version", k6 === null ? null : medianMs(k6, ["version"])],
  ] as const;
  const figures = [
    ["perf-agent --version", "< 150", medianMs(process.execPath, [perfAgent, "--version"])],
    [
      "perf-agent validate",
      "< 400",
      medianMs(process.execPath, [perfAgent, "validate", join(root, "examples/shop/plan.yaml")]),
    ],
  ] as const;
  return figures.flatMap(([name, bar, value]) =>
    rivals.map(([rival, rivalValue]) => ({ name, value, unit: "ms", bar, rival, rivalValue })),
  );
}

function findK6(): string | null {
  const configured = process.env["PERF_AGENT_K6"];
  if (configured !== undefined) return configured;
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "k6"));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Median wall time of several starts, ms. Throws when one fails: a fast failure is no start. */
function medianMs(program: string, words: readonly string[]): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(program, words, { cwd: root, encoding: "utf8" });
    const elapsed = performance.now() - startedAt;
    if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${status}: ${stderr}`);
    return elapsed;
  });
  return times.toSorted((left, right) => left - right)[(rounds - 1) / 2] ?? Number.NaN;
}
