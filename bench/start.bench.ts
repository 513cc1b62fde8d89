import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { BenchFigure } from "./bench-figure.ts";
import { findK6 } from "./support/find-k6.ts";
import { installProduct } from "./support/install-product.ts";
import { median } from "./support/median.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const rounds = 7;

/** Start-up as installed: the launcher beside the bundles, not the sources. */
export default async function benchStart(): Promise<readonly BenchFigure[]> {
  const product = installProduct();
  try {
    return await measure(product.perfAgent);
  } finally {
    product.remove();
  }
}

async function measure(perfAgent: string): Promise<readonly BenchFigure[]> {
  const k6 = await findK6();
  const rivals = [
    ["node -e 0", medianMs(process.execPath, ["-e", "0"])],
    ["k6 version", k6 === null ? null : medianMs(k6.path, ["version"])],
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

/** Median wall time of several starts, ms. Throws when one fails: a fast failure is no start. */
function medianMs(program: string, words: readonly string[]): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(program, words, { cwd: root, encoding: "utf8" });
    const elapsed = performance.now() - startedAt;
    if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${status}: ${stderr}`);
    return elapsed;
  });
  return median(times);
}
